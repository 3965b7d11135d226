package dev.lockstep.account.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** When a worker dies between what a service took and the writing down of it; by seed and change, as often as it is sent. */
final class Crashes {

    /** The process is gone. */
    static final class Crash extends Error {}

    private final Rules rules;
    private final Map<String, Integer> sent = new HashMap<>();
    private long seed;
    private boolean possible;

    Crashes(Rules rules) {
        this.rules = rules;
    }

    Rules rules() {
        return rules;
    }

    synchronized void reset(long newSeed) {
        seed = newSeed;
        sent.clear();
        possible = true;
    }

    synchronized void calm() {
        possible = false;
    }

    synchronized void perhaps(String change) {
        int times = sent.merge(change, 1, Integer::sum);
        if (possible && new Random(seed * 17 + change.hashCode() * 3L + times).nextInt(100) < 7) {
            throw new Crash();
        }
    }
}
