package dev.lockstep.project.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.deployment.CanonicalUrls;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.core.TriedStates;
import dev.lockstep.project.connection.Connected.State;
import dev.lockstep.project.vault.Keyset;
import dev.lockstep.project.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event in every state of a connection. */
class ConnectionStatesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final URI URL = URI.create("https://happy-animal-123.convex.cloud");

    private static final String TABLE = """
                               | CONNECTED         REVOKED           DISCONNECTING     DISCONNECT_FAILED
            CONNECTED_ANEW     | CONNECTED         CONNECTED         CONNECTED         CONNECTED
            TAKES_KEY          | CONNECTED         CONNECTED         -                 -
            REFUSES_KEY        | REVOKED           REVOKED           -                 -
            DISCONNECT         | DISCONNECTING     DISCONNECTING     DISCONNECTING     DISCONNECTING
            DISCONNECT_REFUSED | -                 -                 DISCONNECT_FAILED DISCONNECT_FAILED
            """;

    private enum Event {
        CONNECTED_ANEW,
        TAKES_KEY,
        REFUSES_KEY,
        DISCONNECT,
        DISCONNECT_REFUSED
    }

    private static final Map<State, List<Event>> PATHS = Map.of(
            State.CONNECTED, List.of(),
            State.REVOKED, List.of(Event.REFUSES_KEY),
            State.DISCONNECTING, List.of(Event.DISCONNECT),
            State.DISCONNECT_FAILED, List.of(Event.DISCONNECT, Event.DISCONNECT_REFUSED));

    @TempDir
    private Path home;

    private Vault vault;
    private TriedStates tried;

    @BeforeEach
    void tryAll() {
        vault = Keyset.vault(Optional.empty(), home.resolve("secrets.json"));
        tried = new TriedStates(State.values(), Event.values(), this::after);
    }

    private CredentialsEntity connection(State state) {
        var connection = new CredentialsEntity(new UUID(0, 1), new UUID(0, 2));
        happens(Event.CONNECTED_ANEW, connection);
        PATHS.getOrDefault(state, List.of()).forEach(event -> happens(event, connection));
        return connection;
    }

    /** @return whether it counted */
    private boolean happens(Event event, CredentialsEntity connection) {
        boolean inUse = connection.isInUse();
        return switch (event) {
            case CONNECTED_ANEW -> {
                var deployment = new ConvexDeployment(URL, Secret.of("dev:key"));
                connection.connectedByHand(new PersonId("user_1"), deployment, new CanonicalUrls(URL, URL), vault, NOW);
                yield true;
            }
            case TAKES_KEY -> {
                connection.takesKey(NOW);
                yield inUse;
            }
            case REFUSES_KEY -> {
                connection.refusesKey("A sentence.", NOW);
                yield inUse;
            }
            case DISCONNECT -> {
                connection.disconnecting(NOW);
                yield true;
            }
            case DISCONNECT_REFUSED -> connection.failedToDisconnect("A sentence.", NOW);
        };
    }

    private Optional<State> after(State state, Event event) {
        CredentialsEntity connection = connection(state);
        Connected before = connection.connected();
        assertThat(before.state()).isEqualTo(state);
        if (happens(event, connection)) {
            return Optional.of(connection.connected().state());
        }
        assertThat(connection.connected()).as(event + " is refused in " + state).isEqualTo(before);
        return Optional.empty();
    }

    @Test
    void goesFromStateToStateAsTheTableSays() {
        assertThat(tried.table()).isEqualTo(TABLE);
    }

    @Test
    void drawingMatchesTheStates() throws IOException {
        tried.expectIn(Path.of("docs/connect.md"), ConnectionStatesTest.class);
    }

    @Test
    void tellsWhetherWhatTheDeploymentSaidIsNews() {
        CredentialsEntity connection = connection(State.CONNECTED);

        assertThat(connection.takesKey(NOW)).isFalse();
        assertThat(connection.refusesKey("A sentence.", NOW)).isTrue();
        assertThat(connection.refusesKey("A sentence.", NOW)).isFalse();
        assertThat(connection.takesKey(NOW)).isTrue();
        assertThat(connection.connected().error()).isEmpty();
    }

    @Test
    void keepsItsKeySealedForItsRowAlone() {
        CredentialsEntity connection = connection(State.CONNECTED);

        assertThat(connection.opened(vault).key()).isEqualTo(Secret.of("dev:key"));
        assertThat(connection.reseal(vault)).isFalse();
    }
}
