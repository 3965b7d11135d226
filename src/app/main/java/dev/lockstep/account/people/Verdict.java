package dev.lockstep.account.people;

import dev.lockstep.account.drift.Comparison;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.drift.UnderWay;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What holding one person's three states against each other comes to. */
public sealed interface Verdict {

    /** All that know them say the same. */
    record InStep() implements Verdict {}

    /** What differs, or is missing, is about to arrive. */
    record OnItsWay() implements Verdict {}

    /** News of Clerk that came meanwhile are newer than what Clerk said when it was asked: look again. */
    record Overtaken() implements Verdict {}

    /** They disagree, and nothing is on its way that would change that. */
    record OutOfStep(Drift drift) implements Verdict {}

    /** Clerk does not have them, and the others know that they were deleted. */
    record Deleted() implements Verdict {}

    /** Nobody has ever heard of them. */
    record Unknown() implements Verdict {}

    /** A place could not be read, so nobody can say. */
    record Untold(Set<Place> unread) implements Verdict {

        public Untold {
            unread = Set.copyOf(EnumSet.copyOf(unread));
        }
    }

    /** Of three places that were all read. Pure. */
    static Verdict of(Comparison states, UnderWay underWay) {
        Optional<Drift> drift = states.drift(underWay);
        if (drift.isPresent()) {
            return new OutOfStep(drift.get());
        }
        if (Stream.of(states.clerk(), states.convex(), states.here()).allMatch(Optional::isEmpty)) {
            return new Unknown();
        }
        if (isOvertaken(states)) {
            return new Overtaken();
        }
        if (states.drift(UnderWay.NOTHING).isPresent()) {
            return new OnItsWay();
        }
        return states.clerk().isPresent() ? new InStep() : new Deleted();
    }

    private static boolean isOvertaken(Comparison states) {
        Instant said = states.clerk().flatMap(PersonState::clerkUpdatedAt).orElse(Instant.MAX);
        return Stream.of(states.convex(), states.here())
                .flatMap(Optional::stream)
                .flatMap(state -> state.clerkUpdatedAt().stream())
                .anyMatch(known -> known.isAfter(said));
    }
}
