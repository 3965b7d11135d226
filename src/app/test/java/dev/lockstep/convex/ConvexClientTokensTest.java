package dev.lockstep.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("wire")
class ConvexClientTokensTest {

    private static final Obj NOTHING = ConvexValue.emptyObject();

    private final ScriptedDeployment deployment = new ScriptedDeployment();
    private final ConvexClient client = deployment.client(Duration.ofSeconds(5));

    @AfterEach
    void close() {
        client.close();
        deployment.close();
    }

    @Test
    void asksForATokenAtEveryTry() throws InterruptedException {
        deployment.answers(429, "{\"code\":\"RateLimited\"}").returns("1").returns("2");
        var asked = new AtomicInteger();
        TokenSource tokens = () -> new ConvexToken.User(Secret.of("token-" + asked.incrementAndGet()));

        client.query("a:b", NOTHING, tokens);
        client.mutation("a:b", NOTHING, tokens);

        for (int i = 1; i <= 3; i++) {
            assertThat(deployment.request().getHeaders().get("Authorization")).isEqualTo("Bearer token-" + i);
        }
    }

    @Test
    void sendsNothingWhenTheSourceFails() {
        var problem = catchThrowableOfType(
                ConvexProblem.class,
                () -> client.mutation("a:b", NOTHING, () -> {
                    throw new IllegalStateException("no session");
                }));

        assertThat(problem.code()).hasToString("TokenUnavailable");
        assertThat(problem.kind()).isEqualTo(Kind.AUTH);
        assertThat(problem.mayHaveRun()).isFalse();
        assertThat(deployment.requests()).isZero();
    }

    @Test
    void passesOnWhatTheSourceSaysIsWrong() {
        var expired = new Problem(new ProblemCode("SessionExpired"), Kind.AUTH, "Your session is over.", "Sign in.");

        var problem = catchThrowableOfType(
                Problem.class,
                () -> client.mutation("a:b", NOTHING, () -> {
                    throw expired;
                }));

        assertThat(problem).isSameAs(expired);
    }

    @Test
    void waitsForASlowSourceNoLongerThanACallMayTake() throws InterruptedException {
        var never = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        TokenSource slow = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return new ConvexToken.None();
        };
        long start = System.nanoTime();

        try (var hasty = deployment.client(Duration.ofMillis(200))) {
            var problem = catchThrowableOfType(ConvexProblem.class, () -> hasty.mutation("a:b", NOTHING, slow));

            assertThat(problem.code()).hasToString("TokenTooSlow");
            assertThat(problem.kind()).isEqualTo(Kind.TRANSIENT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(deployment.requests()).isZero();
    }

    @Test
    void endsAWaitBetweenTriesWhenItIsClosed() throws InterruptedException {
        deployment.answers(ScriptedDeployment.response(429, "{\"code\":\"RateLimited\"}")
                .addHeader("Retry-After", "2")
                .build());
        var failed = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            catchThrowableOfType(ConvexProblem.class, () -> client.query("a:b", NOTHING, TokenSource.anonymous()));
            failed.countDown();
        });
        deployment.request();

        client.close();

        assertThat(failed.await(1, TimeUnit.SECONDS)).isTrue();
        caller.join();
    }
}
