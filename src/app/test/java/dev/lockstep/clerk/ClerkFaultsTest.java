package dev.lockstep.clerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Field;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class ClerkFaultsTest {

    private static final String KEY = "sk_test_never_to_be_seen";
    private static final Duration BOUND = Duration.ofMillis(3_500);

    private final MockWebServer server = new MockWebServer();
    private ClerkClient client;

    /** The first answer that a process reads takes longer than the hasty wait for one. */
    @BeforeAll
    static void readAnAnswer() throws IOException {
        try (var calm = new MockWebServer()) {
            calm.start(InetAddress.getLoopbackAddress(), 0);
            calm.enqueue(json(200, user()));
            assertThat(client(calm.url("/v1").uri()).findUser("user_1")).isPresent();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
        client = client(server.url("/v1").uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ClerkClient client(URI api) {
        return new ClerkClient(
                ClerkProperties.of(api, Secret.of(KEY), URI.create("http://127.0.0.1:1")), new Random(7));
    }

    /** Gives up sooner, where the time is not what a test is about. */
    private static ClerkClient hasty(URI api) {
        var properties = new ClerkProperties(
                api, Secret.of(KEY), URI.create("http://127.0.0.1:1"), null, null, null, Duration.ofMillis(500));
        return new ClerkClient(properties, new Random(7));
    }

    private ClerkProblem failing() {
        long from = System.nanoTime();
        var problem = catchThrowableOfType(ClerkProblem.class, () -> client.findUser("user_1"));
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(BOUND);
        assertThat(problem).isNotNull();
        assertThat(problem.sentence() + problem.nextStep() + problem).doesNotContain(KEY);
        return problem;
    }

    private void answer(int status, String body) {
        server.enqueue(json(status, body));
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse(status, Headers.of("Content-Type", "application/json"), body);
    }

    private static String user() throws IOException {
        return Files.readString(Path.of("src/app/test/resources/clerk/user.json"));
    }

    @Test
    void retriesServerErrorsUntilOneSucceeds() throws Exception {
        answer(500, "{}");
        answer(503, "<html>");
        answer(200, user());

        assertThat(client.findUser("user_1")).isPresent();
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void givesUpOnServerErrorsWithinTheBudget() {
        for (int i = 0; i < 30; i++) {
            answer(500, "{}");
        }

        ClerkProblem problem = failing();

        assertThat(problem.kind()).isEqualTo(Problem.Kind.TRANSIENT);
        assertThat(problem.code()).isEqualTo(ClerkProblem.FAILING);
        assertThat(server.getRequestCount()).isBetween(3, 30);
    }

    @Test
    void waitsOnceAsLongAsClerkAsks() throws Exception {
        server.enqueue(
                json(429, "{}").newBuilder().setHeader("Retry-After", "1").build());
        answer(200, user());
        long from = System.nanoTime();

        assertThat(client.findUser("user_1")).isPresent();

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(950), BOUND);
    }

    @Test
    void asksTwiceAtMostWhenBusy() {
        for (int i = 0; i < 5; i++) {
            server.enqueue(
                    json(429, "{}").newBuilder().setHeader("Retry-After", "1").build());
        }

        ClerkProblem problem = failing();

        assertThat(problem.code()).isEqualTo(ClerkProblem.BUSY);
        assertThat(problem.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void leavesALongWaitToItsCaller() {
        server.enqueue(
                json(429, "{}").newBuilder().setHeader("Retry-After", "9").build());

        ClerkProblem problem = failing();

        assertThat(problem.retryAfter()).contains(Duration.ofSeconds(9));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void endsSlowAnswers() throws Exception {
        server.enqueue(json(200, user())
                .newBuilder()
                .headersDelay(30, TimeUnit.SECONDS)
                .build());

        assertThat(failing().code()).isEqualTo(ClerkProblem.SLOW);
    }

    @Test
    void endsAnswersWhoseBodyStopsComing() throws Exception {
        server.enqueue(json(200, user())
                .newBuilder()
                .throttleBody(10, 5, TimeUnit.SECONDS)
                .build());

        assertThat(failing().code()).isEqualTo(ClerkProblem.SLOW);
    }

    @Test
    void triesAgainAfterADroppedConnection() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onRequestStart(new SocketEffect.CloseSocket())
                .build());
        answer(200, user());

        assertThat(client.findUser("user_1")).isPresent();
    }

    @Test
    void reportsConnectionsThatAlwaysDrop() {
        client = hasty(server.url("/v1").uri());
        for (int i = 0; i < 30; i++) {
            server.enqueue(new MockResponse.Builder()
                    .onRequestStart(new SocketEffect.CloseSocket())
                    .build());
        }

        assertThat(failing().code()).isEqualTo(ClerkProblem.UNREACHABLE);
    }

    @Test
    void reportsHalfABody() throws Exception {
        client = hasty(server.url("/v1").uri());
        for (int i = 0; i < 30; i++) {
            server.enqueue(json(200, user())
                    .newBuilder()
                    .onResponseBody(new SocketEffect.CloseSocket())
                    .build());
        }

        assertThat(failing().code()).isEqualTo(ClerkProblem.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":", "<html>proxy</html>", "[]", "{}", "\"\"", "null", "{\"id\":null}", ""})
    void reportsBodiesThatAreNotClerks(String body) {
        client = hasty(server.url("/v1").uri());
        for (int i = 0; i < 30; i++) {
            answer(200, body);
        }

        ClerkProblem problem = failing();

        assertThat(problem.kind()).isEqualTo(Problem.Kind.TRANSIENT);
        assertThat(problem.code()).isEqualTo(ClerkProblem.UNREADABLE);
    }

    @Test
    void reportsAClosedPort() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        client = hasty(URI.create("http://127.0.0.1:" + port));

        assertThat(failing().code()).isEqualTo(ClerkProblem.UNREACHABLE);
    }

    @Test
    void namesTheFieldThatWasRefused() {
        answer(422, """
                {"errors":[{"message":"taken","long_message":"That username is taken.","code":"form_identifier_exists",
                "meta":{"param_name":"username"}}],"clerk_trace_id":"abc"}""");

        ClerkProblem problem = failing();

        assertThat(problem.kind()).isEqualTo(Problem.Kind.PERMANENT);
        assertThat(problem.fields())
                .containsExactly(new Field("username", "form_identifier_exists", "That username is taken."));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void tellsARefusedKeyFromEverythingElse() {
        answer(401, "{\"errors\":[{\"code\":\"clerk_key_invalid\",\"message\":\"The key " + KEY + " is invalid\"}]}");

        assertThat(failing().kind()).isEqualTo(Problem.Kind.AUTH);
    }

    @Test
    void findsNobodyOnlyWhenClerkSaysSo() {
        answer(
                404,
                "{\"errors\":[{\"code\":\"resource_not_found\",\"message\":\"not found\",\"long_message\":\"x\"}]}");
        assertThat(client.findUser("user_1")).isEmpty();

        server.enqueue(new MockResponse(404, Headers.of("Content-Type", "text/html"), "<h1>nginx</h1>"));
        assertThatThrownBy(() -> client.findUser("user_1")).isInstanceOf(ClerkProblem.class);
    }

    @Test
    void takesADeletionThatWasDoneBeforeForDone() {
        answer(
                404,
                "{\"errors\":[{\"code\":\"resource_not_found\",\"message\":\"not found\",\"long_message\":\"x\"}]}");

        client.deleteUser("user_1");

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void keepsTheInterruptOfWhoeverEndedTheCall() throws Exception {
        var asked = new CountDownLatch(1);
        server.setDispatcher(new mockwebserver3.Dispatcher() {
            @Override
            public MockResponse dispatch(mockwebserver3.RecordedRequest request) {
                asked.countDown();
                return json(200, "{}")
                        .newBuilder()
                        .headersDelay(30, TimeUnit.SECONDS)
                        .build();
            }
        });
        var interrupted = new AtomicBoolean();
        var problem = new AtomicReference<ClerkProblem>();
        Thread caller = Thread.ofVirtual().start(() -> {
            problem.set(catchThrowableOfType(ClerkProblem.class, () -> client.findUser("user_1")));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();
        caller.join(Duration.ofSeconds(1));

        assertThat(problem.get().code()).isEqualTo(ClerkProblem.STOPPED);
        assertThat(interrupted).isTrue();
    }

    @Test
    void sendsAbsentAndClearedFieldsApart() throws Exception {
        answer(200, user());

        client.updateUser("user_1", ClerkUserChange.nothing().firstName("Ada").clear(ClerkUserChange.Field.LAST_NAME));

        var request = server.takeRequest();
        String body = request.getBody().utf8();
        assertThat(request.getMethod()).isEqualTo("PATCH");
        assertThat(body)
                .contains("\"first_name\":\"Ada\"", "\"last_name\":null")
                .doesNotContain("username", "metadata");
        assertThat(request.getHeaders().values("Clerk-API-Version")).containsExactly("2026-05-12");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
    }
}
