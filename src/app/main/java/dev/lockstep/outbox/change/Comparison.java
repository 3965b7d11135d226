package dev.lockstep.outbox.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each place says about the record of a change, read now.
 *
 * @param fields in the order to show them
 * @param unread the systems that did not answer, each with the reason in a sentence
 * @param takeable whose word can be taken
 */
public record Comparison(List<Field> fields, Map<Authority, String> unread, Set<Authority> takeable) {

    /**
     * One field; a place that is empty keeps no such field, or could not be read.
     *
     * @param here in this installation
     * @param wanted in the change
     */
    public record Field(
            String name,
            Optional<String> here,
            Optional<String> wanted,
            Optional<String> inClerk,
            Optional<String> inConvex) {}

    public Comparison {
        fields = List.copyOf(fields);
        unread = Map.copyOf(unread);
        takeable = Set.copyOf(takeable);
    }
}
