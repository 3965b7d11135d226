package dev.lockstep.outbox.engine;

import dev.lockstep.core.Problem;
import dev.lockstep.outbox.trouble.Trouble;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides what an event does to a change. Pure but for chance, which comes from outside. The table of all states and events
 * is in {@code EngineTest}, drawn in {@code docs/outbox.md}.
 *
 * <p>That an older change of the same record goes first is not decided here: it takes the other changes to know, which is the
 * store's part.
 */
public final class Engine {

    private final OutboxPolicy policy;
    private final RandomGenerator random;

    public Engine(OutboxPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    public Step step(Entry entry, Event event, Instant now) {
        return switch (event) {
            case Event.Taken(Instant until) -> taken(entry, until, now);
            case Event.Answer answer when !entry.heldUnder(answer.claim()) -> new Step.Refused(Step.Reason.LATE);
            case Event.Delivered delivered -> delivered(entry, now);
            case Event.NotTaken(int claim, Problem problem) -> notTaken(entry, problem, now);
            case Event.Rejected(int claim, Problem problem) -> rejected(entry, problem, now);
            case Event.Released released -> moved(released(entry, now));
            case Event.Postponed postponed -> moved(postponed(entry, postponed, now));
            case Event.Sweep sweep -> swept(entry, sweep, now);
            case Event.Restored restored -> restored(entry, now);
            case Event.Intervention it when !entry.state().blocks() -> new Step.Refused(Step.Reason.MOVED);
            case Event.Intervention it when entry.leased(now) -> new Step.Refused(Step.Reason.BEING_SENT);
            case Event.Again(Instant due) -> moved(again(entry, due, now));
            case Event.Superseded superseded -> moved(settled(entry, ChangeState.SUPERSEDED, now));
            case Event.Discarded discarded -> moved(discarded(entry, now));
        };
    }

    private static Step moved(Entry after) {
        return new Step.Moved(after, Optional.empty());
    }

    private static Step moved(Entry after, Effect effect) {
        return new Step.Moved(after, Optional.of(effect));
    }

    private static Step taken(Entry entry, Instant until, Instant now) {
        if (entry.state() != ChangeState.WAITING) {
            return new Step.Refused(Step.Reason.MOVED);
        }
        if (entry.leased(now)) {
            return new Step.Refused(Step.Reason.BEING_SENT);
        }
        return moved(entry.with(entry.counts().taken()).with(entry.times().leased(now, until)));
    }

    private static Step delivered(Entry entry, Instant now) {
        Entry done = settled(entry.with(entry.mishap().unexplained()), ChangeState.DONE, now);
        int tries = entry.counts().attempts();
        // A change that was only put off has had no trouble of its own.
        return entry.mishap().trouble().isPresent() && tries > 1
                ? moved(done, new Effect.ArrivedAfterTrouble(tries))
                : moved(done);
    }

    private Step notTaken(Entry entry, Problem problem, Instant now) {
        Entry.Counts counts = entry.counts();
        var verdict = policy.afterProblem(counts.attempts(), counts.refusals(), problem, now, random);
        Entry after = failed(entry, verdict, problem, now);
        return verdict.state() == ChangeState.PARKED
                ? moved(after, new Effect.Parked(problem))
                : moved(after, new Effect.Failed(problem));
    }

    private static Step rejected(Entry entry, Problem problem, Instant now) {
        var verdict =
                new OutboxPolicy.Verdict(ChangeState.REJECTED, entry.counts().refusals() + 1, now);
        return moved(failed(entry, verdict, problem, now), new Effect.Rejected(problem));
    }

    private static Entry failed(Entry entry, OutboxPolicy.Verdict verdict, Problem problem, Instant now) {
        Entry settled = settled(entry, verdict.state(), now);
        Entry.Mishap mishap = settled.mishap();
        if (verdict.state().blocks()) {
            boolean parked = verdict.state() == ChangeState.PARKED;
            mishap = mishap.in(parked ? Trouble.PARKED : Trouble.of(problem.kind()), now);
        }
        return settled.with(entry.counts().refused(verdict.refusals()))
                .with(settled.times().due(verdict.nextAttemptAt()))
                .with(mishap.explained(problem.code().text(), problem.sentence()));
    }

    /** The taking counts for nothing. */
    private static Entry released(Entry entry, Instant now) {
        Entry.Counts counts = entry.counts().released();
        Entry.Times times = entry.times().free(now);
        return entry.with(counts).with(counts.attempts() == 0 ? times.neverSent() : times);
    }

    private static Entry postponed(Entry entry, Event.Postponed why, Instant now) {
        Entry after = released(entry, now);
        Problem reason = why.reason();
        Trouble trouble = entry.mishap().trouble().orElse(Trouble.TRANSIENT);
        return after.with(after.times().due(now.plus(why.pause())))
                .with(after.mishap()
                        .explained(reason.code().text(), reason.sentence())
                        .in(trouble, now));
    }

    private static Entry again(Entry entry, Instant due, Instant now) {
        Entry.Mishap mishap = entry.mishap();
        boolean parked = mishap.trouble().filter(Trouble.PARKED::equals).isPresent();
        return entry.with(ChangeState.WAITING)
                .with(entry.counts().refused(0))
                .with(entry.times().updated(now).due(due))
                .with(parked ? mishap.in(Trouble.PERMANENT, now) : mishap);
    }

    private static Step swept(Entry entry, Event.Sweep sweep, Instant now) {
        boolean waits = entry.state() == ChangeState.WAITING;
        return switch (sweep) {
            case Event.AgainWithOthers all when entry.state().blocks() -> moved(again(entry, now, now));
            case Event.Woken woken when waits -> moved(entry.with(entry.times().due(now)));
            case Event.ClockSetBack(Instant latest)
            when waits -> moved(entry.with(entry.times().updated(now).due(now).leasedAtMost(latest)));
            case Event.AgainWithOthers all -> new Step.Refused(Step.Reason.MOVED);
            case Event.Woken woken -> new Step.Refused(Step.Reason.MOVED);
            case Event.ClockSetBack back -> new Step.Refused(Step.Reason.MOVED);
        };
    }

    private static Entry discarded(Entry entry, Instant now) {
        Entry.Mishap mishap = entry.mishap().discarded(entry.state(), now);
        return settled(entry, ChangeState.DISCARDED, now).with(mishap);
    }

    private static Step restored(Entry entry, Instant now) {
        if (entry.state() != ChangeState.DISCARDED) {
            return new Step.Refused(Step.Reason.MOVED);
        }
        ChangeState state = entry.mishap().discardedFrom().orElse(ChangeState.PARKED);
        Trouble trouble = state == ChangeState.PARKED ? Trouble.PARKED : Trouble.TRANSIENT;
        return moved(entry.with(state)
                .with(entry.times().updated(now).due(now))
                .with(entry.mishap().restored(trouble)));
    }

    private static Entry settled(Entry entry, ChangeState state, Instant now) {
        Entry after = entry.with(state).with(entry.times().free(now));
        return state.blocks() ? after : after.with(after.mishap().well());
    }
}
