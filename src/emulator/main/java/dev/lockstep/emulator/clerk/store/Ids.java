package dev.lockstep.emulator.clerk.store;

import java.util.random.RandomGenerator;

/** Makes ids in Clerk's shape: a prefix and 27 letters and digits, 160 bits that nobody guesses. */
public final class Ids {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 27;

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /** @param prefix for example {@code user} */
    public String make(String prefix) {
        return prefix + "_" + text(LENGTH);
    }

    /** A secret for a cookie or an address: about six bits a letter. */
    public String text(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** A code of six digits, as Clerk mails them. */
    public String code() {
        return "%06d".formatted(random.nextInt(1_000_000));
    }
}
