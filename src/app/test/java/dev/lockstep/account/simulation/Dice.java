package dev.lockstep.account.simulation;

import java.util.SplittableRandom;

/**
 * What befalls something, by a life's seed, by what it is and by how often it was tried: the same whatever came before,
 * and another try says nothing about the next one. Stateless.
 *
 * <p>Not with {@link java.util.Random}: the first numbers of neighbouring seeds are so much alike there that of three tries
 * in a row hardly ever all three failed.
 */
final class Dice {

    private static final long APART = 1_000_003;

    private Dice() {}

    /** @return from 0 to 99 */
    static int percent(long seed, String what, int times) {
        return new SplittableRandom((seed * APART + what.hashCode()) * APART + times).nextInt(100);
    }
}
