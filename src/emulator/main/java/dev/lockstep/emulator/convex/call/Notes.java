package dev.lockstep.emulator.convex.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is noticed while a query runs: where its page ended, and whether it looked at the clock or rolled dice. Used by
 * the thread of its transaction.
 */
final class Notes {

    private final Optional<String> given;
    private @Nullable String journal;
    private boolean timely;

    /** @param given where the page of an earlier run of the same query ended */
    Notes(Optional<String> given) {
        this.given = given;
    }

    static Notes none() {
        return new Notes(Optional.empty());
    }

    Optional<String> given() {
        return given;
    }

    void pageEnded(String cursor) {
        journal = cursor;
    }

    void usedTime() {
        timely = true;
    }

    Optional<String> journal() {
        return Optional.ofNullable(journal);
    }

    boolean timely() {
        return timely;
    }
}
