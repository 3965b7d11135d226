package dev.lockstep.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.convex.http.FunctionCalls;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class ConvexClientFaultsTest {

    private static final Obj NOTHING = ConvexValue.emptyObject();
    private static final String CONFLICT =
            "{\"code\":\"OptimisticConcurrencyControlFailure\",\"message\":\"Documents changed\"}";

    private final ScriptedDeployment deployment = new ScriptedDeployment();
    private final ConvexClient client = deployment.client(Duration.ofSeconds(5));

    @AfterEach
    void close() {
        client.close();
        deployment.close();
    }

    @Test
    void tellsWhatAFunctionRefusedAndWhichField() {
        deployment.answers(
                200,
                "{\"status\":\"error\",\"errorMessage\":\"Uncaught ConvexError\",\"errorData\":"
                        + "{\"code\":\"InvalidUsername\",\"field\":\"username\",\"message\":\"Too short.\"}}");

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.code()).hasToString("InvalidUsername");
        assertThat(problem.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(problem.sentence()).isEqualTo("Too short.");
        assertThat(problem.fields()).containsExactly(new Problem.Field("username", "InvalidUsername", "Too short."));
        assertThat(problem.data()).isPresent();
        assertThat(problem.mayHaveRun()).isFalse();
    }

    @Test
    void takesTheStatusThatOlderDeploymentsUseForAThrow() {
        deployment.answers(
                560, "{\"status\":\"error\",\"errorMessage\":\"x\",\"errorData\":{\"code\":\"NotSignedIn\"}}");

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.code()).hasToString("NotSignedIn");
        assertThat(problem.kind()).isEqualTo(Kind.AUTH);
    }

    @Test
    void tellsNullDataFromNoData() {
        deployment
                .answers(200, "{\"status\":\"error\",\"errorMessage\":\"x\",\"errorData\":null}")
                .answers(200, "{\"status\":\"error\",\"errorMessage\":\"x\"}");

        assertThat(problemOf(FunctionKind.QUERY).data()).contains(ConvexValue.NULL);
        assertThat(problemOf(FunctionKind.QUERY).data()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[Request ID: 0123456789abcdef] Server Error\\nUncaught TypeError: x is not a function\\n    at handler"
                        + " | FunctionFailed | a:b failed: TypeError: x is not a function",
                "[Request ID: 0123456789abcdef] Server Error | FunctionFailed | a:b failed: Server Error",
                "Could not find public function for 'a:b'. | FunctionMissing"
                        + " | a:b failed: Could not find public function for 'a:b'.",
                "[Request ID: 0123456789abcdef] Server Error\\nCould not find public function for 'a:b'. | FunctionMissing"
                        + " | a:b failed: Could not find public function for 'a:b'.",
                "ArgumentValidationError: Object is missing the required field `x`. | ArgumentsRefused"
                        + " | a:b failed: ArgumentValidationError: Object is missing the required field `x`.",
            })
    void namesWhyAFunctionFailedWithoutItsStack(String message, String code, String sentence) {
        deployment.answers(200, "{\"status\":\"error\",\"errorMessage\":\"" + message + "\"}");

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.code()).hasToString(code);
        assertThat(problem.sentence()).isEqualTo(sentence);
        assertThat(problem.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(deployment.requests()).isEqualTo(1);
    }

    @Test
    void asksForANewSignInWhenTheTokenIsRefused() {
        deployment.answers(401, "{\"code\":\"TokenExpired\",\"message\":\"expired: secret-token\"}");

        var problem = catchThrowableOfType(
                ConvexProblem.class,
                () -> client.query("a:b", NOTHING, TokenSource.of(new ConvexToken.User(Secret.of("secret-token")))));

        assertThat(problem.kind()).isEqualTo(Kind.AUTH);
        assertThat(problem.code()).hasToString("TokenExpired");
        assertThat(problem.sentence()).doesNotContain("secret-token");
        assertThat(deployment.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(FunctionKind.class)
    void triesAgainWhenTheDeploymentIsTooBusyToBegin(FunctionKind kind) {
        deployment
                .answers(429, "{\"code\":\"TooManyConcurrentRequests\",\"message\":\"busy\"}")
                .answers(503, CONFLICT)
                .returns("7");

        FunctionResult result = client.call(kind, "a:b", NOTHING, TokenSource.anonymous());

        assertThat(result.value()).isEqualTo(ConvexValue.number(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void triesQueriesAgainAfterErrorsOfServersAndGateways(int status) {
        deployment.answers(status, "<html>Bad gateway</html>").returns("7");

        assertThat(client.query("a:b", NOTHING, TokenSource.anonymous())).isEqualTo(ConvexValue.number(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void leavesWritesThatMayHaveRunToTheCaller(int status) {
        deployment.answers(status, "<html>Bad gateway</html>");

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.mayHaveRun()).isTrue();
        assertThat(problem.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(problem.code()).hasToString("ConvexStatus" + status);
        assertThat(deployment.requests()).isEqualTo(1);
    }

    @Test
    void givesUpWhenTheDeploymentAsksForMoreTimeThanThereIs() {
        deployment.answers(ScriptedDeployment.response(429, "{\"code\":\"RateLimited\",\"message\":\"slow down\"}")
                .addHeader("Retry-After", "30")
                .build());

        ConvexProblem problem = problemOf(FunctionKind.QUERY);

        assertThat(problem.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(deployment.requests()).isEqualTo(1);
    }

    @Test
    void measuresARetryDateAgainstTheAnswersOwnClock() {
        deployment.answers(ScriptedDeployment.response(503, CONFLICT)
                .addHeader("Date", "Thu, 01 Jan 2026 12:00:00 GMT")
                .addHeader("Retry-After", "Thu, 01 Jan 2026 12:01:00 GMT")
                .build());

        assertThat(problemOf(FunctionKind.MUTATION).retryAfter()).contains(Duration.ofMinutes(1));
    }

    @Test
    void triesAQueryAgainWhenTheConnectionDrops() {
        deployment.hangsUp().returns("7");

        assertThat(client.query("a:b", NOTHING, TokenSource.anonymous())).isEqualTo(ConvexValue.number(7));
    }

    @ParameterizedTest
    @EnumSource(
            value = FunctionKind.class,
            names = {"MUTATION", "ACTION", "ANY"})
    void neverSendsAWriteTwiceWhenTheConnectionDrops(FunctionKind kind) {
        deployment.hangsUp().returns("7");

        ConvexProblem problem = problemOf(kind);

        assertThat(problem.code()).hasToString("ConvexNoAnswer");
        assertThat(problem.mayHaveRun()).isTrue();
        assertThat(deployment.requests()).isEqualTo(1);
    }

    /**
     * A kept connection may die while nothing is sent on it. OkHttp by itself would send such a request again on a new
     * connection, also when the old one had carried it to the other side.
     */
    @Test
    void neverSendsAWriteTwiceWhenAKeptConnectionDrops() {
        deployment.returns("1").hangsUp().returns("2");
        client.query("a:b", NOTHING, TokenSource.anonymous());

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.mayHaveRun()).isTrue();
        assertThat(deployment.requests()).isEqualTo(2);
    }

    @Test
    void doesNotTakeHalfAnAnswer() {
        deployment.answers(ScriptedDeployment.response(200, "{\"status\":\"success\",\"value\":" + "1".repeat(9000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.code()).hasToString("ConvexNoAnswer");
        assertThat(problem.mayHaveRun()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Welcome to the hotel network</html>",
                "{\"status\":\"success\"",
                "[]",
                "{\"status\":\"success\"}",
                "{\"status\":\"error\"}",
                "{\"status\":\"success\",\"value\":{\"$integer\":\"x\"}}",
            })
    void doesNotTakeAnAnswerThatIsNotADeployments(String body) {
        deployment.answers(200, body);

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.code()).hasToString("ConvexUnreadable");
        assertThat(problem.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(problem.mayHaveRun()).isTrue();
    }

    @Test
    void refusesAnAnswerWithoutAnEnd() {
        String huge = "x".repeat(FunctionCalls.MAX_BODY_BYTES);
        deployment.returns("\"" + huge + "\"");

        assertThat(problemOf(FunctionKind.QUERY).code()).hasToString("ConvexUnreadable");
    }

    @Test
    void refusesArgumentsThatAreTooLargeBeforeSendingThem() {
        Obj args = ConvexValue.object("text", ConvexValue.text("x".repeat(FunctionCalls.MAX_BODY_BYTES)));

        var problem =
                catchThrowableOfType(ConvexProblem.class, () -> client.mutation("a:b", args, TokenSource.anonymous()));

        assertThat(problem.code()).hasToString("ArgumentsTooLarge");
        assertThat(problem.mayHaveRun()).isFalse();
        assertThat(deployment.requests()).isZero();
    }

    @Test
    void endsAtItsDeadlineWhenTheDeploymentIsSilent() {
        deployment.staysSilent();
        long start = System.nanoTime();

        try (var hasty = deployment.client(Duration.ofMillis(300))) {
            var problem = catchThrowableOfType(
                    ConvexProblem.class, () -> hasty.mutation("a:b", NOTHING, TokenSource.anonymous()));

            assertThat(problem.code()).hasToString("ConvexNoAnswer");
            assertThat(problem.mayHaveRun()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void endsAtItsDeadlineWhenTheAnswerDrips() {
        deployment.answers(ScriptedDeployment.response(200, "x".repeat(1000))
                .throttleBody(1, 50, TimeUnit.MILLISECONDS)
                .build());

        try (var hasty = deployment.client(Duration.ofMillis(300))) {
            var problem = catchThrowableOfType(
                    ConvexProblem.class, () -> hasty.mutation("a:b", NOTHING, TokenSource.anonymous()));

            assertThat(problem.code()).hasToString("ConvexNoAnswer");
        }
    }

    @Test
    void saysThatNothingRanWhenNobodyListens() throws IOException {
        URI nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        try (var lonely = ScriptedDeployment.client(nobody, Duration.ofMillis(400))) {
            var problem = catchThrowableOfType(
                    ConvexProblem.class, () -> lonely.mutation("a:b", NOTHING, TokenSource.anonymous()));

            assertThat(problem.code()).hasToString("ConvexUnreachable");
            assertThat(problem.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(problem.mayHaveRun()).isFalse();
        }
    }

    @Test
    void doesNotCarryATokenToARedirectsTarget() {
        deployment
                .answers(ScriptedDeployment.response(307, "")
                        .addHeader("Location", "/elsewhere")
                        .build())
                .returns("7");

        ConvexProblem problem = problemOf(FunctionKind.MUTATION);

        assertThat(problem.code()).hasToString("ConvexStatus307");
        assertThat(problem.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(deployment.requests()).isEqualTo(1);
    }

    private ConvexProblem problemOf(FunctionKind kind) {
        return catchThrowableOfType(
                ConvexProblem.class, () -> client.call(kind, "a:b", NOTHING, TokenSource.anonymous()));
    }
}
