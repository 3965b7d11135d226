package dev.lockstep.account.simulation;

import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.change.Pace;
import java.util.Optional;
import java.util.function.Supplier;

/** A destination whose caller may die right after it was called. */
final class MortalDestination implements Destination {

    private final Destination real;
    private final Supplier<Crashes> crashes;
    private final Turns turns;

    MortalDestination(Destination real, Supplier<Crashes> crashes, Turns turns) {
        this.real = real;
        this.crashes = crashes;
        this.turns = turns;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String title() {
        return real.title();
    }

    @Override
    public Optional<Pace> pace() {
        return Optional.empty();
    }

    @Override
    public String deliver(Change change) {
        turns.await();
        try {
            return sent(change);
        } catch (Crashes.Crash crash) {
            turns.die();
            throw crash;
        }
    }

    private String sent(Change change) {
        try {
            String result = real.deliver(change);
            if (name().equals("CLERK_USER")) {
                crashes.get().otherThings(change.id().toString());
            }
            crashes.get().perhaps(change.id().toString());
            return result;
        } catch (Problem problem) {
            if (name().equals("CONVEX")) {
                crashes.get().failed(change.owner().value());
            }
            boolean passes =
                    crashes.get().rules().hold(Rule.TRANSIENT_NEVER_COUNTS) || problem.kind() != Problem.Kind.TRANSIENT;
            throw passes
                    ? problem
                    : new Problem(problem.code(), Problem.Kind.PERMANENT, problem.sentence(), problem.nextStep());
        }
    }

    @Override
    public void delivered(Change change, String result) {
        real.delivered(change, result);
    }
}
