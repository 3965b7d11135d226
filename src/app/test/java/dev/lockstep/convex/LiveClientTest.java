package dev.lockstep.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage.Authenticate;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The live client on real sockets: what its callers may do to it without harm, and how it ends. */
@Tag("wire")
@Timeout(30)
class LiveClientTest {

    private static final URI NOBODY_THERE = URI.create("http://127.0.0.1:1");

    @Test
    void saysWhoItIs() throws Exception {
        try (var deployment = new LiveDeployment(1);
                var clients = clients(deployment.url());
                var client = clients.connect(TokenSource.anonymous())) {
            assertThat(deployment.clientHeader()).startsWith("java-");
        }
    }

    @Test
    void tellsOthersWhenOneListenerHangsAndOneThrows() throws Exception {
        try (var deployment = new LiveDeployment(1);
                var clients = clients(deployment.url());
                var client = clients.connect(TokenSource.anonymous())) {
            var never = new CountDownLatch(1);
            var seen = new CopyOnWriteArrayList<ConvexValue>();
            client.watchConnection(state -> {
                throw new IllegalStateException("for the test");
            });
            client.subscribe("count", ConvexValue.emptyObject(), value -> awaitQuietly(never));
            client.subscribe("count", ConvexValue.emptyObject(), value -> {
                throw new IllegalStateException("for the test");
            });
            client.subscribe("count", ConvexValue.emptyObject(), seen::add);

            client.mutation("add", ConvexValue.emptyObject()).get();

            await().untilAsserted(() -> assertThat(seen).last().isEqualTo(ConvexValue.int64(1)));
            never.countDown();
        }
    }

    @Test
    void goesOnAfterAWatcherThrewAndTheSocketBroke() throws Exception {
        try (var deployment = new LiveDeployment(2);
                var clients = clients(deployment.url());
                var client = clients.connect(TokenSource.anonymous())) {
            client.watchConnection(state -> {
                throw new IllegalStateException("for the test");
            });
            client.mutation("add", ConvexValue.emptyObject()).get();

            deployment.hangUp();

            assertThat(client.mutation("add", ConvexValue.emptyObject()).get().value())
                    .isEqualTo(ConvexValue.int64(2));
        }
    }

    /** Issue lists of other clients are full of sources that hung and clients that never spoke again. */
    @Test
    void connectsAfterATokenSourceHung() throws Exception {
        var asked = new AtomicInteger();
        var never = new CountDownLatch(1);
        TokenSource hangsOnce = () -> {
            if (asked.getAndIncrement() == 0) {
                awaitQuietly(never);
            }
            return new ConvexToken.User(Secret.of("ada"));
        };
        try (var deployment = new LiveDeployment(1);
                var clients = new LiveClients(
                        new ConvexProperties(deployment.url(), Duration.ofSeconds(1), Duration.ofMillis(200)));
                var client = clients.connect(hangsOnce)) {
            client.mutation("add", ConvexValue.emptyObject()).get();

            assertThat(deployment.heard).contains(new Authenticate(0, new Token.User("ada")));
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void failsACallThatComesAfterTheClose() {
        try (var clients = clients(NOBODY_THERE)) {
            LiveClient client = clients.connect(TokenSource.anonymous());
            client.close();

            var late = client.mutation("add", ConvexValue.emptyObject());

            assertThatThrownBy(() -> late.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ConvexProblem.class);
        }
    }

    @Test
    void failsWhatIsUnansweredWhenEverythingIsClosedAtOnce() {
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Committed> pending;
            try (var clients = clients(NOBODY_THERE);
                    var client = clients.connect(TokenSource.anonymous())) {
                pending = client.mutation("add", ConvexValue.emptyObject());
            }
            assertThatThrownBy(() -> pending.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ConvexProblem.class);
        }
    }

    /** A close frame on a socket whose handshake was never answered went nowhere, and the socket stayed for ever. */
    @Test
    void letsGoOfASocketThatNeverOpened() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var clients = clients(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
            LiveClient client = clients.connect(TokenSource.anonymous());
            try (Socket accepted = silent.accept()) {
                accepted.setSoTimeout(10_000);
                assertThat(accepted.getInputStream().readNBytes(8)).hasSize(8);

                client.close();

                assertThat(readToEnd(accepted)).isTrue();
            }
        }
    }

    private static boolean readToEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static LiveClients clients(URI url) {
        return new LiveClients(new ConvexProperties(url, Duration.ofSeconds(1), Duration.ofSeconds(5)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
