package dev.lockstep.account.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** When a worker dies between what a service took and the writing down of it; by seed and change, as often as it is sent. */
final class Crashes {

    /** The process is gone. */
    static final class Crash extends Error {}

    private final Rules rules;
    private final Map<String, Integer> sent = new HashMap<>();
    private Runnable meanwhile = () -> {};
    private Consumer<String> afterFailure = person -> {};
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

    /** What may happen between a service's answer and the writing down of it. */
    synchronized void meanwhile(Runnable what) {
        meanwhile = what;
    }

    /** Who hears of a delivery that failed: its person may do something else in between. */
    synchronized void afterFailure(Consumer<String> what) {
        afterFailure = what;
    }

    void failed(String person) {
        Consumer<String> what;
        synchronized (this) {
            what = possible ? afterFailure : ignored -> {};
        }
        what.accept(person);
    }

    void otherThings(String change) {
        Runnable what;
        synchronized (this) {
            boolean now = possible && Dice.percent(seed, "meanwhile " + change, 0) < 30;
            what = now ? meanwhile : () -> {};
        }
        what.run();
    }

    synchronized void perhaps(String change) {
        int times = sent.merge(change, 1, Integer::sum);
        if (possible && Dice.percent(seed, "crash " + change, times) < 7) {
            throw new Crash();
        }
    }
}
