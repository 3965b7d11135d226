package dev.lockstep.core.concurrent;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The optimistic retry: work that lost a race against others starts again at once, on what they left. Without a wait, for
 * whoever lost has somebody else's success before it; for what is down see {@link dev.lockstep.core.Backoff}. Holds
 * nothing between two calls; thread-safe.
 *
 * @param tries how often the work runs at most, the first time included; at least 1
 * @param lostRace whether this failure says that others were quicker, so that another try may succeed
 */
public record Retrying(int tries, Predicate<? super RuntimeException> lostRace) {

    public Retrying {
        if (tries < 1) {
            throw new IllegalArgumentException("Work runs at least once, not " + tries + " times");
        }
    }

    /**
     * Runs the work on the calling thread, until a try loses no race.
     *
     * @param work starts from what is stored and leaves nothing behind when it fails
     * @return what the try that came through returned
     * @throws RuntimeException at once what says of no race, and after the last try what that one threw
     */
    public <T extends @Nullable Object> T run(Supplier<T> work) {
        for (int attempt = 1; attempt < tries; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (!lostRace.test(e)) {
                    throw e;
                }
            }
        }
        return work.get();
    }
}
