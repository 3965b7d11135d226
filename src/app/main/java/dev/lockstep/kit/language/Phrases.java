package dev.lockstep.kit.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The English sentences of problems and what stands in them, and the names of what Convex's functions offer. Finds the key of what
 * comes without one: it was kept in a database, or is part of another.
 */
final class Phrases {

    static final String PREFIX = "problem.";
    private static final String CHOICE = "choice.";

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)}");

    /** Sentences in code have the quotes of typewriters, words for pages those of people. */
    private static final Pattern QUOTES = Pattern.compile("[’‘“”\"]");

    private final Map<String, String> whole = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    private record Template(String key, Pattern pattern, int letters) {}

    /** @param arguments by their numbers, from 0 */
    record Found(String key, List<String> arguments) {}

    /** @param english words by key */
    Phrases(Map<String, String> english) {
        new TreeMap<>(english).forEach((key, said) -> {
            if (key.startsWith(PREFIX) || key.startsWith(CHOICE)) {
                add(key, plain(said));
            }
        });
        // What leaves the least open fits best.
        templates.sort(Comparator.comparingInt(Template::letters).reversed());
    }

    private void add(String key, String said) {
        Matcher argument = ARGUMENT.matcher(said);
        var pattern = new StringBuilder("(?s)");
        int at = 0;
        int letters = 0;
        while (argument.find()) {
            pattern.append(Pattern.quote(said.substring(at, argument.start())));
            pattern.append("(?<a").append(argument.group(1)).append(">.+?)");
            letters += argument.start() - at;
            at = argument.end();
        }
        if (at == 0) {
            whole.putIfAbsent(said, key);
        } else {
            pattern.append(Pattern.quote(said.substring(at)));
            templates.add(new Template(key, Pattern.compile(pattern.toString()), letters + said.length() - at));
        }
    }

    Optional<Found> find(String english) {
        String said = plain(english);
        return whole(english)
                .or(() -> templates.stream()
                        .flatMap(template -> template(template, said).stream())
                        .findFirst());
    }

    /** The same of those that have no arguments. */
    Optional<Found> whole(String english) {
        return Optional.ofNullable(whole.get(plain(english))).map(key -> new Found(key, List.of()));
    }

    private static Optional<Found> template(Template template, String said) {
        Matcher matcher = template.pattern().matcher(said);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int groups = matcher.groupCount();
        var arguments = new ArrayList<String>();
        for (int number = 0; number < groups; number++) {
            arguments.add(matcher.group("a" + number));
        }
        return Optional.of(new Found(template.key(), arguments));
    }

    static String plain(String said) {
        return QUOTES.matcher(said).replaceAll("'");
    }
}
