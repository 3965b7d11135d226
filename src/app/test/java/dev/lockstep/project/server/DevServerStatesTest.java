package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.PersonId;
import dev.lockstep.core.TriedStates;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Phase;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.SandboxKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every event in every state of a dev server. */
class DevServerStatesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final String TABLE = """
                            | STOPPED  STARTING LATE     READY    FAILING  STOPPING FAILED   LOST
            START           | STARTING -        -        -        -        -        STARTING STARTING
            NEXT_PHASE      | -        STARTING LATE     READY    FAILING  STOPPING -        -
            LAUNCHED        | -        STARTING LATE     READY    FAILING  STOPPING -        -
            PUSHED          | -        READY    READY    READY    READY    STOPPING -        READY
            PUSH_FAILED     | -        FAILING  FAILING  FAILING  FAILING  STOPPING -        FAILING
            LATE            | -        LATE     LATE     -        -        -        -        -
            STOP            | -        STOPPING STOPPING STOPPING STOPPING STOPPING -        -
            PROCESS_DONE    | -        FAILED   FAILED   FAILED   FAILED   STOPPED  -        FAILED
            PROCESS_FAILED  | -        FAILED   FAILED   FAILED   FAILED   STOPPED  -        FAILED
            PROCESS_STOPPED | -        STOPPED  FAILED   STOPPED  FAILED   STOPPED  -        STOPPED
            PROCESS_LOST    | -        LOST     LOST     LOST     LOST     STOPPED  -        LOST
            NOT_STARTED     | -        FAILED   FAILED   FAILED   FAILED   STOPPED  -        FAILED
            NOBODY_ATTENDS  | -        -        -        -        -        STOPPED  -        -
            LOST            | -        LOST     LOST     LOST     LOST     STOPPED  -        -
            NODE_SILENT     | -        -        -        -        -        LOST     -        -
            """;

    /** Of which an error is two, and a start that takes too long is one of its own. */
    private enum State {
        STOPPED,
        STARTING(Event.START),
        /** Starting, and about to be ended because it takes too long. */
        LATE(Event.START, Event.LATE),
        READY(Event.START, Event.PUSHED),
        /** An error with a process that waits for better code. */
        FAILING(Event.START, Event.PUSH_FAILED),
        STOPPING(Event.START, Event.STOP),
        /** An error and no process. */
        FAILED(Event.START, Event.NOT_STARTED),
        LOST(Event.START, Event.LOST);

        private final List<Event> path;

        State(Event... path) {
            this.path = List.of(path);
        }

        DevServerEntity entity() {
            var entity = new DevServerEntity(new UUID(0, 1));
            path.forEach(event -> event.happens.test(entity));
            return entity;
        }

        static State of(DevServer server) {
            return switch (server.status()) {
                case STOPPED -> STOPPED;
                case STARTING -> server.error().isPresent() ? LATE : STARTING;
                case READY -> READY;
                case ERROR -> server.isUp() ? FAILING : FAILED;
                case STOPPING -> STOPPING;
                case LOST -> LOST;
            };
        }
    }

    private enum Event {
        START(row -> row.begin(SandboxKind.LOCAL, Mode.WATCH, "node", new PersonId("user_1"), NOW)),
        NEXT_PHASE(row -> row.reached(Phase.PACKAGES)),
        LAUNCHED(row -> row.launched("handle")),
        PUSHED(row -> row.pushed(NOW)),
        PUSH_FAILED(row -> row.failedToPush("a line")),
        LATE(row -> row.late("a sentence")),
        STOP(DevServerEntity::stopping),
        PROCESS_DONE(row -> row.ended(new Exit.Finished(0, null), NOW)),
        PROCESS_FAILED(row -> row.ended(new Exit.Finished(1, null), NOW)),
        PROCESS_STOPPED(row -> row.ended(new Exit.Stopped(), NOW)),
        PROCESS_LOST(row -> row.ended(new Exit.Lost("It vanished."), NOW)),
        NOT_STARTED(row -> row.failedToStart("a sentence", NOW)),
        NOBODY_ATTENDS(row -> row.stopped(NOW)),
        LOST(row -> row.lost("a sentence", NOW)),
        NODE_SILENT(row -> row.unanswered(NOW));

        private final Predicate<DevServerEntity> happens;

        Event(Predicate<DevServerEntity> happens) {
            this.happens = happens;
        }
    }

    private final TriedStates tried = new TriedStates(State.values(), Event.values(), DevServerStatesTest::after);

    private static Optional<State> after(State state, Event event) {
        DevServerEntity entity = state.entity();
        DevServer before = entity.shown();
        if (event.happens.test(entity)) {
            return Optional.of(State.of(entity.shown()));
        }
        assertThat(entity.shown()).as(event + " is refused in " + state).isEqualTo(before);
        return Optional.empty();
    }

    @Test
    void startsEachStateWhereItsNameSays() {
        for (State state : State.values()) {
            assertThat(State.of(state.entity().shown())).isEqualTo(state);
        }
    }

    @Test
    void goesFromStateToStateAsTheTableSays() {
        assertThat(tried.table()).isEqualTo(TABLE);
    }

    @Test
    void drawingMatchesTheStates() throws IOException {
        tried.expectIn(Path.of("docs/projects.md"), DevServerStatesTest.class);
    }

    /** What is done once is done when it ends well; what watches has no reason to. */
    @Test
    void isDoneAfterOnePushOnlyWhenItWasStartedForOne() {
        var once = new DevServerEntity(new UUID(0, 1));
        once.begin(SandboxKind.LOCAL, Mode.ONCE, "node", new PersonId("user_1"), NOW);
        once.pushed(NOW);

        once.ended(new Exit.Finished(0, null), NOW);

        assertThat(State.of(once.shown())).isEqualTo(State.STOPPED);
    }

    @Test
    void countsItsStartsAndThePushesOfTheLastOne() {
        DevServerEntity server = State.READY.entity();
        server.pushed(NOW);
        assertThat(server.shown().pushes()).isEqualTo(2);

        server.ended(new Exit.Stopped(), NOW);
        server.begin(SandboxKind.LOCAL, Mode.WATCH, "node", new PersonId("user_1"), NOW);

        assertThat(server.run()).isEqualTo(2);
        assertThat(server.shown().pushes()).isZero();
        assertThat(server.shown().endedAt()).isEmpty();
    }
}
