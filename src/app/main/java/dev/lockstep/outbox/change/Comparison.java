package dev.lockstep.outbox.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each place says about the record of a change, read now.
 *
 * @param systems that were asked, in the order to show them
 * @param fields in the order to show them
 * @param unread the systems that did not answer, each with the reason in a sentence
 * @param takeable whose word can be taken
 */
public record Comparison(
        List<SystemId> systems, List<Field> fields, Map<SystemId, String> unread, Set<SystemId> takeable) {

    /**
     * One field; a place that is empty keeps no such field, or could not be read.
     *
     * @param here in this installation
     * @param wanted in the change
     * @param there in each system that keeps such a field
     */
    public record Field(String name, Optional<String> here, Optional<String> wanted, Map<SystemId, String> there) {

        public Field {
            there = Map.copyOf(there);
        }

        /** What this system says. */
        public Optional<String> in(SystemId system) {
            return Optional.ofNullable(there.get(system));
        }
    }

    public Comparison {
        systems = List.copyOf(systems);
        fields = List.copyOf(fields);
        unread = Map.copyOf(unread);
        takeable = Set.copyOf(takeable);
    }
}
