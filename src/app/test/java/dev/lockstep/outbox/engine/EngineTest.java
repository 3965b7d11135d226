package dev.lockstep.outbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.TriedStates;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.trouble.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event in every state of a change, and what goes with it. */
class EngineTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final int LIMIT = 3;

    private static final String TABLE = """
                                 | WAITING    SENDING    PARKED     DONE       REJECTED   SUPERSEDED DISCARDED
            TAKEN                | SENDING    -          -          -          -          -          -
            DELIVERED            | -          DONE       -          -          -          -          -
            NOT_TAKEN            | -          WAITING    -          -          -          -          -
            REFUSED_TO_THE_LIMIT | -          PARKED     -          -          -          -          -
            REJECTED_AT_THE_FORM | -          REJECTED   -          -          -          -          -
            RELEASED             | -          WAITING    -          -          -          -          -
            POSTPONED            | -          WAITING    -          -          -          -          -
            WOKEN                | WAITING    SENDING    -          -          -          -          -
            CLOCK_SET_BACK       | WAITING    SENDING    -          -          -          -          -
            AGAIN                | WAITING    -          WAITING    -          -          -          -
            AGAIN_WITH_OTHERS    | WAITING    SENDING    WAITING    -          -          -          -
            SUPERSEDED           | SUPERSEDED -          SUPERSEDED -          -          -          -
            DISCARDED            | DISCARDED  -          DISCARDED  -          -          -          -
            RESTORED             | -          -          -          -          -          -          WAITING
            """;

    /** What people call its states: a change that is being sent waits, under a lease. */
    private enum State {
        WAITING,
        SENDING,
        PARKED,
        DONE,
        REJECTED,
        SUPERSEDED,
        DISCARDED
    }

    private enum Happening {
        TAKEN(entry -> new Event.Taken(LATER)),
        DELIVERED(entry -> new Event.Delivered(claim(entry))),
        NOT_TAKEN(entry -> new Event.NotTaken(claim(entry), problem(Problem.Kind.TRANSIENT))),
        REFUSED_TO_THE_LIMIT(entry -> new Event.NotTaken(claim(entry), problem(Problem.Kind.PERMANENT))),
        REJECTED_AT_THE_FORM(entry -> new Event.Rejected(claim(entry), problem(Problem.Kind.PERMANENT))),
        RELEASED(entry -> new Event.Released(claim(entry))),
        POSTPONED(entry -> new Event.Postponed(claim(entry), problem(Problem.Kind.TRANSIENT), Duration.ofSeconds(5))),
        WOKEN(entry -> new Event.Woken()),
        CLOCK_SET_BACK(entry -> new Event.ClockSetBack(LATER)),
        AGAIN(entry -> new Event.Again(LATER)),
        AGAIN_WITH_OTHERS(entry -> new Event.AgainWithOthers()),
        SUPERSEDED(entry -> new Event.Superseded()),
        DISCARDED(entry -> new Event.Discarded()),
        RESTORED(entry -> new Event.Restored());

        private final Function<Entry, Event> event;

        Happening(Function<Entry, Event> event) {
            this.event = event;
        }
    }

    private static final Map<State, List<Happening>> PATHS = Map.of(
            State.WAITING, List.of(),
            State.SENDING, List.of(Happening.TAKEN),
            State.PARKED, List.of(Happening.TAKEN, Happening.REFUSED_TO_THE_LIMIT),
            State.DONE, List.of(Happening.TAKEN, Happening.DELIVERED),
            State.REJECTED, List.of(Happening.TAKEN, Happening.REJECTED_AT_THE_FORM),
            State.SUPERSEDED, List.of(Happening.SUPERSEDED),
            State.DISCARDED, List.of(Happening.DISCARDED));

    private static final Engine ENGINE = new Engine(
            new OutboxPolicy(new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)), LIMIT), new Random(1));

    private final TriedStates tried = new TriedStates(State.values(), Happening.values(), EngineTest::after);

    private static int claim(Entry entry) {
        return Math.max(1, entry.counts().claims());
    }

    private static Problem problem(Problem.Kind kind) {
        return new Problem(new ProblemCode("Odd"), kind, "It is odd.", "Look at it.");
    }

    private static Entry fresh() {
        var id = new ChangeId(new UUID(0x7000, 1));
        var change = new Change(id, id, Owner.of("user_ada"), "ALPHA", "tasks/1", "{}");
        Entry entry = Entry.recorded(change, NOW, NOW, new Entry.Place(1, 0));
        return entry.with(entry.counts().refused(LIMIT - 1));
    }

    private static Entry entry(State state) {
        Entry entry = fresh();
        for (Happening happening : PATHS.getOrDefault(state, List.of())) {
            entry = moved(entry, happening.event.apply(entry)).after();
        }
        return entry;
    }

    private static Step.Moved moved(Entry entry, Event event) {
        return (Step.Moved) ENGINE.step(entry, event, NOW);
    }

    private static Optional<State> after(State state, Happening happening) {
        Entry entry = entry(state);
        return ENGINE.step(entry, happening.event.apply(entry), NOW).entry().map(EngineTest::state);
    }

    private static State state(Entry entry) {
        return entry.leased(NOW) ? State.SENDING : State.valueOf(entry.state().name());
    }

    @ParameterizedTest
    @EnumSource
    void startsEachStateWhereItsNameSays(State state) {
        assertThat(state(entry(state))).isEqualTo(state);
    }

    @Test
    void goesFromStateToStateAsTheTableSays() {
        assertThat(tried.table()).isEqualTo(TABLE);
    }

    @Test
    void drawingMatchesTheStates() throws IOException {
        tried.expectIn(Path.of("docs/outbox.md"), EngineTest.class);
    }

    /** Somebody else took it since: what the first one says must change nothing. */
    @ParameterizedTest
    @EnumSource(
            names = {"DELIVERED", "NOT_TAKEN", "REFUSED_TO_THE_LIMIT", "REJECTED_AT_THE_FORM", "RELEASED", "POSTPONED"})
    void dropsAnswersUnderAnOlderTaking(Happening answer) {
        Entry first = entry(State.SENDING);
        Entry second = ((Step.Moved) ENGINE.step(first, new Event.Taken(LATER.plusSeconds(30)), LATER)).after();

        assertThat(ENGINE.step(second, answer.event.apply(first), LATER)).isEqualTo(new Step.Refused(Step.Reason.LATE));
    }

    @Test
    void countsOnlyPermanentAnswersToTheLimit() {
        Entry entry = entry(State.SENDING);
        for (int i = 0; i < 100; i++) {
            Entry failed = moved(entry, Happening.NOT_TAKEN.event.apply(entry)).after();
            entry = moved(failed, new Event.Taken(LATER)).after();
        }

        assertThat(entry.counts().refusals()).isEqualTo(LIMIT - 1);
        assertThat(entry.counts().attempts()).isEqualTo(101);
    }

    @Test
    void countsNoTakingThatWasGivenBack() {
        Entry sending = entry(State.SENDING);

        Entry released = moved(sending, new Event.Released(1)).after();

        assertThat(released.counts().attempts()).isZero();
        assertThat(released.times().firstSent()).isEmpty();
        assertThat(released.counts().claims())
                .as("the number of the taking stays used")
                .isEqualTo(1);
    }

    @Test
    void writesDownTroubleThatEnds() {
        Entry sending = entry(State.SENDING);
        Entry failed = moved(sending, Happening.NOT_TAKEN.event.apply(sending)).after();
        Entry again = moved(failed, new Event.Taken(LATER)).after();

        Step.Moved arrived = moved(again, new Event.Delivered(2));

        assertThat(failed.mishap().trouble()).contains(Trouble.TRANSIENT);
        assertThat(arrived.effect()).contains(new Effect.ArrivedAfterTrouble(2));
        assertThat(arrived.after().mishap()).isEqualTo(Entry.Mishap.NONE);
        assertThat(moved(sending, new Event.Delivered(1)).effect()).isEmpty();
    }

    /** A discarding that is taken back leaves the change where it was. */
    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PARKED"})
    void bringsBackWhatWasDiscarded(State from) {
        Entry before = entry(from);

        Entry back = moved(moved(before, new Event.Discarded()).after(), new Event.Restored())
                .after();

        assertThat(back.state()).isEqualTo(before.state());
        assertThat(back.counts()).isEqualTo(before.counts());
        assertThat(back.mishap().discardedFrom()).isEmpty();
    }

    @Test
    void cutsLongSentences() {
        var problem = new Problem(new ProblemCode("Odd"), Problem.Kind.TRANSIENT, "x".repeat(2000), "Look at it.");

        Entry failed =
                moved(entry(State.SENDING), new Event.NotTaken(1, problem)).after();

        assertThat(failed.error().orElseThrow()).hasSize(Entry.Mishap.LONGEST);
    }
}
