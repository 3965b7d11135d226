package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.PersonId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What rounds of {@link KilledLoad} acknowledged. */
final class Acknowledged {

    /** The number of the newest save of each person that was acknowledged or seen. */
    private final Map<String, Integer> saves = new HashMap<>();

    private final Set<Long> mutations = new TreeSet<>();
    private final Set<String> messages = new HashSet<>();
    private int allSaves;

    /** @param output of a round: whole lines only, since the last one may have been cut by the kill */
    void add(List<String> output) {
        for (String line : output) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "saved" -> {
                    saves.merge(words[1], Integer.valueOf(words[2]), Math::max);
                    allSaves++;
                }
                case "mutated" -> mutations.add(Long.valueOf(words[1]));
                case "taken" -> messages.add(words[1]);
                case "failed" -> throw new AssertionError(String.join("\n", output));
                default -> {
                    // A line of the application's log.
                }
            }
        }
    }

    static long saves(List<String> output) {
        return output.stream().filter(line -> line.startsWith("saved ")).count();
    }

    /** Nothing is missing and nothing is twice in what the killed application had stored. */
    void assertStored(KilledHome home) {
        // A later save may be there too: stored before the kill and not yet acknowledged. One lane saves for a person.
        saves.forEach((user, number) ->
                assertThat(home.saves().get(user)).as("saves of " + user).isBetween(number, number + 1));
        // Seen is as good as acknowledged: from now on it may not go away, and the next save is one more.
        saves.putAll(home.saves());
        assertThat(home.messages().keySet()).as("webhooks").containsAll(messages);
        assertThat(home.numbers()).as("inserted").doesNotHaveDuplicates();
        assertThat(home.people()).as("people in Convex").doesNotHaveDuplicates();
        assertThat(home.operations()).as("operations").doesNotHaveDuplicates();
        assertThat(Set.copyOf(home.numbers()))
                .as("inserted")
                .containsAll(mutations.stream()
                        .filter(number -> !NumberedMutations.isPerson(number))
                        .toList());
        assertThat(Set.copyOf(home.people()))
                .as("people in Convex")
                .containsAll(mutations.stream()
                        .filter(NumberedMutations::isPerson)
                        .map(NumberedMutations::person)
                        .toList());
    }

    Set<PersonId> people() {
        var people = new HashSet<PersonId>();
        saves.keySet().forEach(user -> people.add(new PersonId(user)));
        return Collections.unmodifiableSet(people);
    }

    /** Each kind was there at all. */
    void assertMixed() {
        assertThat(allSaves).as("saves").isPositive();
        assertThat(mutations).as("mutations").isNotEmpty();
        assertThat(messages).as("webhooks").isNotEmpty();
    }

    @Override
    public String toString() {
        return "saves=" + allSaves + " mutations=" + mutations.size() + " webhooks=" + messages.size();
    }
}
