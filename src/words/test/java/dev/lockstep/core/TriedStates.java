package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every event does in every state, tried out on the real thing: a table to compare, and a drawing for documents. */
public final class TriedStates {

    private static final String REFUSED = "-";

    private final List<String> states;
    private final Map<String, Map<String, Optional<String>>> outcomes = new LinkedHashMap<>();

    /** @param outcome the state after an event in a state; empty when the event is refused */
    public <S extends Enum<S>, E extends Enum<E>> TriedStates(
            S[] states, E[] events, BiFunction<S, E, Optional<S>> outcome) {
        this.states = Stream.of(states).map(Enum::name).toList();
        for (E event : events) {
            Map<String, Optional<String>> row = new LinkedHashMap<>();
            for (S state : states) {
                row.put(state.name(), outcome.apply(state, event).map(Enum::name));
            }
            outcomes.put(event.name(), row);
        }
    }

    /** A line for each event, a column for each state: the state that follows, or a dash where the event is refused. */
    public String table() {
        int first = outcomes.keySet().stream().mapToInt(String::length).max().orElse(0);
        int width = states.stream().mapToInt(String::length).max().orElse(0);
        Stream<String> lines = outcomes.entrySet().stream()
                .map(row -> line(
                        row.getKey(), row.getValue().values().stream().map(to -> to.orElse(REFUSED)), first, width));
        return Stream.concat(Stream.of(line("", states.stream(), first, width)), lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String name, Stream<String> cells, int first, int width) {
        return (pad(name, first) + " | " + cells.map(cell -> pad(cell, width)).collect(Collectors.joining(" ")))
                .stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** What leads from one state to another one, in mermaid. */
    private String drawing() {
        Map<String, List<String>> arrows = states.stream()
                .flatMap(from -> outcomes.entrySet().stream()
                        .flatMap(row -> row.getValue().get(from).stream()
                                .filter(to -> !to.equals(from))
                                .map(to -> Map.entry(from + " --> " + to, words(row.getKey())))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return arrows.entrySet().stream()
                .map(arrow -> "  " + arrow.getKey() + " : " + String.join(", ", arrow.getValue()))
                .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n", "\n```\n"));
    }

    private static String words(String event) {
        return event.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Expects the drawing in the document between two comments that name the test. Writes it there when it is out of date, so
     * that the next run is green and the change shows in review.
     */
    public void expectIn(Path document, Class<?> test) throws IOException {
        String kept = Files.readString(document);
        String begin = "<!-- drawn by " + test.getSimpleName() + " -->\n";
        String end = "<!-- end of " + test.getSimpleName() + " -->\n";
        int from = kept.indexOf(begin);
        int to = kept.indexOf(end);
        assertThat(from).as("the comments in " + document).isNotNegative().isLessThan(to);
        String section = kept.substring(from + begin.length(), to);
        String drawn = drawing();

        if (!section.equals(drawn) && System.getenv("CI") == null) {
            Files.writeString(document, kept.substring(0, from + begin.length()) + drawn + kept.substring(to));
        }
        assertThat(section)
                .as(document + " has been redrawn; look at it and commit it")
                .isEqualTo(drawn);
    }
}
