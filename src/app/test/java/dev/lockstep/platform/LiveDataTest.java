package dev.lockstep.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.LiveDeployment;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pages follow, over a real socket. */
@Tag("wire")
@Timeout(60)
class LiveDataTest {

    private static final PersonId MARY = new PersonId("user_mary");
    private static final LiveQuery<String> COUNT = new LiveQuery<>(
            "count", ConvexValue.emptyObject(), value -> "count " + ((ConvexValue.Int64) value).value());

    private final LiveDeployment deployment = new LiveDeployment(2);
    private final LiveClients clients =
            new LiveClients(new ConvexProperties(deployment.url(), Duration.ofSeconds(10), Duration.ofSeconds(10)));
    private final LiveData live = new LiveData(clients, new Anonymous());

    private static final class Anonymous implements OwnerTokens {

        @Override
        public Optional<Secret> tokenFor(Owner owner) {
            return Optional.empty();
        }

        @Override
        public ConvexToken require(Owner owner) {
            return new ConvexToken.None();
        }
    }

    private static final class Heard implements LiveListener<String> {

        private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> connections = new LinkedBlockingQueue<>();

        @Override
        public void updated(String now) {
            results.add(now);
        }

        @Override
        public void failed(Problem problem) {
            results.add(problem.sentence());
        }

        @Override
        public void connection(boolean connected, Instant since) {
            connections.add(connected);
        }
    }

    @AfterEach
    void close() {
        live.destroy();
        clients.close();
        deployment.close();
    }

    @Test
    void readsEachResultForItsListener() throws Exception {
        var first = new Heard();
        var second = new Heard();

        live.follow(MARY, COUNT, first);
        assertThat(first.results.take()).isEqualTo("count 0");

        live.follow(MARY, COUNT, second);
        assertThat(second.results.take()).isEqualTo("count 0");
    }

    @Test
    void tellsTheOthersWhenAResultCannotBeRead() throws Exception {
        var heard = new Heard();
        live.follow(MARY, new LiveQuery<String>("count", COUNT.args(), value -> (String) (Object) value), new Heard());

        live.follow(MARY, COUNT, heard);

        assertThat(heard.results.take()).isEqualTo("count 0");
    }

    /** That the first connection is still being made is no loss of one. */
    @Test
    void tellsHowTheConnectionStands() throws Exception {
        var heard = new Heard();
        live.follow(MARY, COUNT, heard);
        heard.results.take();

        deployment.hangUp();

        assertThat(heard.connections.take()).isTrue();
        boolean connected = true;
        while (connected) {
            connected = heard.connections.take();
        }
        while (!connected) {
            connected = heard.connections.take();
        }
        assertThat(heard.results).isEmpty();
    }
}
