package dev.lockstep.account.simulation;

import org.jspecify.annotations.Nullable;

/** Which rule is left out, if any. */
public final class Rules {

    private volatile @Nullable Rule without;

    public void without(@Nullable Rule rule) {
        without = rule;
    }

    public boolean hold(Rule rule) {
        return without != rule;
    }
}
