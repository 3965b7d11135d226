package dev.lockstep.clerk.webhook;

import dev.lockstep.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a webhook is Clerk's: Svix's scheme, HMAC-SHA256 over {@code id.timestamp.body}. Pure.
 *
 * <p>Ours, and not Svix's library, because that brings Kotlin and a second HTTP client for forty lines. Its behaviour
 * is what the tests compare with.
 */
public final class WebhookSignature {

    /** How far the sender's clock may be from ours, both ways. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";

    /** Why a message is not believed. */
    public enum Refusal {
        /** One of the three headers is missing or empty. */
        HEADER_MISSING,
        TIMESTAMP_UNREADABLE,
        TOO_OLD,
        TOO_NEW,
        /** No signature of a version we know fits any of the secrets. */
        WRONG_SIGNATURE
    }

    private final List<byte[]> keys;

    /**
     * @param secrets {@code whsec_…} each; several while one is being exchanged for another
     * @throws IllegalArgumentException when one has another shape; the message does not quote it
     */
    public WebhookSignature(List<Secret> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("There must be a webhook signing secret");
        }
        this.keys = secrets.stream().map(WebhookSignature::key).toList();
    }

    private static byte[] key(Secret secret) {
        String text = secret.reveal();
        try {
            byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the text.
        }
        throw new IllegalArgumentException(
                "A webhook signing secret is whsec_ and base64, as the endpoint's page in Clerk's dashboard shows it");
    }

    /**
     * @param id the header {@code svix-id}
     * @param timestamp {@code svix-timestamp}, seconds since 1970
     * @param signatures {@code svix-signature}, several separated by spaces
     * @param body the raw bytes; a body that was read and written again is another one
     * @return why not; empty when it is Clerk's
     */
    public Optional<Refusal> check(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now) {
        if (id == null || id.isBlank() || timestamp == null || signatures == null || signatures.isBlank()) {
            return Optional.of(Refusal.HEADER_MISSING);
        }
        long sent;
        try {
            sent = Long.parseLong(timestamp);
        } catch (NumberFormatException e) {
            return Optional.of(Refusal.TIMESTAMP_UNREADABLE);
        }
        long age = now.getEpochSecond() - sent;
        if (age > TOLERANCE.toSeconds()) {
            return Optional.of(Refusal.TOO_OLD);
        }
        if (-age > TOLERANCE.toSeconds()) {
            return Optional.of(Refusal.TOO_NEW);
        }
        return fits(id, timestamp, signatures, body) ? Optional.empty() : Optional.of(Refusal.WRONG_SIGNATURE);
    }

    private boolean fits(String id, String timestamp, String signatures, byte[] body) {
        List<byte[]> given = Arrays.stream(signatures.split(" "))
                .filter(signature -> signature.startsWith(VERSION))
                .map(signature -> signature.substring(VERSION.length()).getBytes(StandardCharsets.US_ASCII))
                .toList();
        boolean found = false;
        for (byte[] key : keys) {
            byte[] expected = Base64.getEncoder().encode(sign(key, id, timestamp, body));
            for (byte[] one : given) {
                // All of them, however early one fits: the time taken says nothing.
                found |= MessageDigest.isEqual(expected, one);
            }
        }
        return found;
    }

    private static byte[] sign(byte[] key, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
