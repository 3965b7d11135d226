package dev.lockstep.account.limit;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.time.Duration;
import java.util.List;

/** Somebody asks for more than anybody gets in a while. Nothing was done. */
public final class TooMany extends Problem {

    public static final ProblemCode CODE = new ProblemCode("TooManyRequests");

    private final long seconds;

    TooMany(Duration wait) {
        this(wait.plusMillis(999).toSeconds());
    }

    private TooMany(long seconds) {
        super(
                CODE,
                Kind.TRANSIENT,
                "That was more in a short while than anybody may do here, so nothing was done.",
                "Wait " + seconds + " s and try again.",
                List.of(),
                Duration.ofSeconds(seconds),
                null,
                Words.with(seconds));
        this.seconds = seconds;
    }

    /** After how many seconds it may go on, as the header {@code Retry-After} says it. */
    public long seconds() {
        return seconds;
    }
}
