package dev.lockstep.project.connect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** What proves that an answer belongs to a question of ours: OAuth's state, and PKCE's verifier (RFC 7636). */
final class Consent {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Consent() {}

    /** What the answer of Convex must match, of a person who is sent there to agree. */
    record Question(String stateHash, String sessionHash, String redirectUri, String sealedVerifier) {}

    /** 256 random bits, 43 characters. */
    static String nonce() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is stored of a nonce, and what PKCE calls the challenge: 43 characters. */
    static String hash(String nonce) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(nonce.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every Java has SHA-256", e);
        }
    }

    /** Compared in constant time. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
