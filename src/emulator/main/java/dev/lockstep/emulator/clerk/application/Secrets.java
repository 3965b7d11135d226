package dev.lockstep.emulator.clerk.application;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Secrets of applications as they are kept. They are long and random, so that one round of SHA-256 tells nobody one. */
public final class Secrets {

    private static final String PREFIX = "sha256:";

    private Secrets() {}

    static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Whether the text is a hash of ours, and not a secret as it is. */
    public static boolean hashed(String kept) {
        return kept.startsWith(PREFIX);
    }

    public static boolean match(String secret, String kept) {
        return MessageDigest.isEqual(
                hash(secret).getBytes(StandardCharsets.UTF_8), kept.getBytes(StandardCharsets.UTF_8));
    }
}
