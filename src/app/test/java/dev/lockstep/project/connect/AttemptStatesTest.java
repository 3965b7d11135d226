package dev.lockstep.project.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.PersonId;
import dev.lockstep.core.TriedStates;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.AttemptId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.attempt.Fault;
import dev.lockstep.project.grant.GrantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event in every state of an attempt. */
class AttemptStatesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Fault FAULT = new Fault("Code", "A sentence.", "A step.");

    private static final String TABLE = """
                       | AUTHORIZING  EXCHANGING   SELECTING    PROVISIONING CONNECTED    FAILED       CANCELLED    EXPIRED
            RETURNED   | EXCHANGING   -            -            -            -            -            -            -
            AUTHORIZED | -            SELECTING    -            -            -            -            -            -
            CHOSE      | -            -            SELECTING    -            -            -            -            -
            TAKEN_UP   | -            -            PROVISIONING PROVISIONING -            PROVISIONING -            -
            CONNECTED  | -            -            -            CONNECTED    -            -            -            -
            FAILED     | -            FAILED       -            FAILED       -            -            -            -
            EXPIRED    | EXPIRED      -            EXPIRED      -            -            -            -            -
            CANCELLED  | CANCELLED    CANCELLED    CANCELLED    CANCELLED    -            -            -            -
            REPLACED   | CANCELLED    -            CANCELLED    -            -            -            -            -
            GIVEN_UP   | -            -            -            -            -            CANCELLED    CANCELLED    CANCELLED
            """;

    private enum Event {
        RETURNED(AttemptEntity::returned),
        AUTHORIZED(it -> it.authorized(new GrantId(new UUID(0, 2)))),
        CHOSE(it -> it.chose(new Choice.Fresh("A name"))),
        TAKEN_UP(AttemptEntity::takenUp),
        CONNECTED(AttemptEntity::connected),
        FAILED(it -> it.failed(FAULT)),
        EXPIRED(it -> it.expired(FAULT)),
        CANCELLED(AttemptEntity::cancelled),
        REPLACED(AttemptEntity::replaced),
        GIVEN_UP(AttemptEntity::givenUp);

        private final Predicate<AttemptEntity> happens;

        Event(Predicate<AttemptEntity> happens) {
            this.happens = happens;
        }
    }

    private static final Map<AttemptStatus, List<Event>> PATHS = Map.of(
            AttemptStatus.AUTHORIZING, List.of(),
            AttemptStatus.EXCHANGING, List.of(Event.RETURNED),
            AttemptStatus.SELECTING, List.of(Event.RETURNED, Event.AUTHORIZED),
            AttemptStatus.PROVISIONING, List.of(Event.RETURNED, Event.AUTHORIZED, Event.TAKEN_UP),
            AttemptStatus.CONNECTED, List.of(Event.RETURNED, Event.AUTHORIZED, Event.TAKEN_UP, Event.CONNECTED),
            AttemptStatus.FAILED, List.of(Event.RETURNED, Event.FAILED),
            AttemptStatus.CANCELLED, List.of(Event.CANCELLED),
            AttemptStatus.EXPIRED, List.of(Event.EXPIRED));

    private final TriedStates tried = new TriedStates(AttemptStatus.values(), Event.values(), AttemptStatesTest::after);

    private static AttemptEntity attempt(AttemptStatus status) {
        var attempt = new AttemptEntity(
                new AttemptId(new UUID(0, 1)),
                new ProjectId(new UUID(0, 3)),
                new PersonId("user_1"),
                AttemptStatus.AUTHORIZING,
                NOW,
                NOW.plusSeconds(600));
        attempt.asks(new Consent.Question("state", "session", "https://here.example", "verifier"));
        PATHS.getOrDefault(status, List.of()).forEach(event -> event.happens.test(attempt));
        return attempt;
    }

    private static Optional<AttemptStatus> after(AttemptStatus state, Event event) {
        AttemptEntity attempt = attempt(state);
        int run = attempt.run();
        Optional<Fault> fault = attempt.fault();
        if (event.happens.test(attempt)) {
            return Optional.of(attempt.status());
        }
        assertThat(attempt.status()).as(event + " is refused in " + state).isEqualTo(state);
        assertThat(attempt.run()).isEqualTo(run);
        assertThat(attempt.fault()).isEqualTo(fault);
        return Optional.empty();
    }

    @ParameterizedTest
    @EnumSource
    void startsEachStateWhereItsNameSays(AttemptStatus status) {
        assertThat(attempt(status).status()).isEqualTo(status);
    }

    @Test
    void goesFromStateToStateAsTheTableSays() {
        assertThat(tried.table()).isEqualTo(TABLE);
    }

    @Test
    void drawingMatchesTheStates() throws IOException {
        tried.expectIn(Path.of("docs/connect.md"), AttemptStatesTest.class);
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhatOnlyItsWayThereNeeded(AttemptStatus status) {
        boolean asking = status == AttemptStatus.AUTHORIZING || status == AttemptStatus.EXCHANGING;

        assertThat(attempt(status).verifier().isPresent()).isEqualTo(asking);
        assertThat(attempt(status).sessionHash().isPresent()).isEqualTo(status.isUnderWay());
    }

    /** What an older run brings late must find another number. */
    @Test
    void countsARunWheneverSomebodyTakesItUpOrCancelsIt() {
        AttemptEntity attempt = attempt(AttemptStatus.SELECTING);

        attempt.takenUp();
        attempt.failed(FAULT);
        attempt.takenUp();
        assertThat(attempt.run()).isEqualTo(2);
        assertThat(attempt.fault()).isEmpty();

        attempt.cancelled();
        assertThat(attempt.run()).isEqualTo(3);
    }
}
