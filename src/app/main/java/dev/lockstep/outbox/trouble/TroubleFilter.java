package dev.lockstep.outbox.trouble;

import dev.lockstep.core.Owner;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which troubled changes are shown.
 *
 * @param trouble of this class; empty for all that have not been discarded
 * @param destinations to one of these; empty for all
 * @param table of records in this table, the part of a record's key before the stroke; empty for all
 * @param owners of one of these people; an empty set fits nobody
 * @param from in trouble since this moment or later
 * @param until in trouble since before this moment
 */
public record TroubleFilter(
        Optional<Trouble> trouble,
        Set<String> destinations,
        Optional<String> table,
        Optional<Set<Owner>> owners,
        Instant from,
        Instant until) {

    /** Far enough for any database to store. */
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    public static final TroubleFilter ALL =
            new TroubleFilter(Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), Instant.EPOCH, NEVER);

    public TroubleFilter of(Optional<Trouble> wanted) {
        return new TroubleFilter(wanted, destinations, table, owners, from, until);
    }

    public TroubleFilter to(Set<String> wanted) {
        return new TroubleFilter(trouble, wanted, table, owners, from, until);
    }

    public TroubleFilter in(Optional<String> wanted) {
        return new TroubleFilter(trouble, destinations, wanted, owners, from, until);
    }

    public TroubleFilter ownedBy(Optional<Set<Owner>> wanted) {
        return new TroubleFilter(trouble, destinations, table, wanted, from, until);
    }

    public TroubleFilter since(Optional<Instant> start, Optional<Instant> end) {
        return new TroubleFilter(trouble, destinations, table, owners, start.orElse(Instant.EPOCH), end.orElse(NEVER));
    }
}
