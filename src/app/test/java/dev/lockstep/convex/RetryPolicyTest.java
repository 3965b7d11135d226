package dev.lockstep.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.http.Answer;
import dev.lockstep.convex.value.ConvexValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {

    private static final IOException CAUSE = new IOException("x");

    private final RetryPolicy policy = RetryPolicy.within(Duration.ofSeconds(8));

    static Stream<Arguments> table() {
        var conflict = new Answer.Threw(
                "Documents read from or written to the \"users\" table changed while this mutation was being run",
                null,
                List.of());
        return Stream.of(
                Arguments.of(new Answer.Unreached(CAUSE), "QUERY MUTATION ANY ACTION"),
                Arguments.of(refused(429, null), "QUERY MUTATION ANY ACTION"),
                Arguments.of(refused(503, "Overloaded"), "QUERY MUTATION ANY ACTION"),
                Arguments.of(conflict, "QUERY MUTATION ANY"),
                Arguments.of(refused(503, null), "QUERY"),
                Arguments.of(refused(500, "InternalServerError"), "QUERY"),
                Arguments.of(refused(408, null), "QUERY"),
                Arguments.of(new Answer.Lost(CAUSE), "QUERY"),
                Arguments.of(new Answer.Unreadable("x"), ""),
                Arguments.of(refused(400, "BadFormat"), ""),
                Arguments.of(refused(401, "TokenExpired"), ""),
                Arguments.of(new Answer.Threw("Server Error", null, List.of()), ""),
                Arguments.of(new Answer.Returned(ConvexValue.NULL, List.of()), ""));
    }

    @ParameterizedTest
    @MethodSource("table")
    void repeatsWhatTheTableSays(Answer answer, String kinds) {
        for (FunctionKind kind : FunctionKind.values()) {
            boolean again =
                    policy.next(kind, answer, 1, Duration.ZERO, new Random(1)).isPresent();

            assertThat(again)
                    .as("%s after %s", kind, answer)
                    .isEqualTo(List.of(kinds.split(" ")).contains(kind.name()));
        }
    }

    @Test
    void beginsNoTryAfterTheBudget() {
        var answer = new Answer.Unreached(CAUSE);

        assertThat(policy.next(FunctionKind.QUERY, answer, 1, Duration.ofSeconds(3), new Random(1)))
                .isEmpty();
    }

    @Test
    void waitsAtLeastAsLongAsItIsAsked() {
        var answer = new Answer.Refused(429, "RateLimited", "", Duration.ofSeconds(2));

        assertThat(policy.next(FunctionKind.QUERY, answer, 1, Duration.ZERO, new Random(1)))
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void neverTakesLongerThanTheCallMay() {
        var hasty = RetryPolicy.within(Duration.ofMillis(500));

        assertThat(hasty.next(
                        FunctionKind.QUERY, new Answer.Unreached(CAUSE), 1, Duration.ofMillis(500), new Random(1)))
                .isEmpty();
    }

    private static Answer refused(int status, @Nullable String code) {
        return new Answer.Refused(status, code, "", null);
    }
}
