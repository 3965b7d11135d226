package dev.lockstep.emulator.convex.storage;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Permissions to upload one file: signed, good for an hour, bound to the component that gave them. Thread-safe. */
final class UploadTokens {

    private static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 32;

    private final byte[] key;
    private final Clock clock;

    /** @param key random bytes that stay the same over restarts */
    UploadTokens(byte[] key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    String issue(ComponentPath component) {
        byte[] path = component.text().getBytes(StandardCharsets.UTF_8);
        long until = clock.instant().plus(GOOD_FOR).toEpochMilli();
        byte[] content = ByteBuffer.allocate(Long.BYTES + path.length)
                .putLong(until)
                .put(path)
                .array();
        byte[] whole = ByteBuffer.allocate(SIGNATURE + content.length)
                .put(sign(content))
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /**
     * @return the component that gave the permission
     * @throws Refusal 401 for anything that was not issued here, or too long ago
     */
    ComponentPath check(String token) {
        byte[] whole = decoded(token);
        if (whole.length < SIGNATURE + Long.BYTES) {
            throw invalid();
        }
        byte[] content = Arrays.copyOfRange(whole, SIGNATURE, whole.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(whole, SIGNATURE), sign(content))) {
            throw invalid();
        }
        ByteBuffer fields = ByteBuffer.wrap(content);
        if (clock.instant().isAfter(Instant.ofEpochMilli(fields.getLong()))) {
            throw Refusal.unauthenticated("StorageTokenExpired", "The upload URL has expired. Ask for a new one.");
        }
        return new ComponentPath(StandardCharsets.UTF_8.decode(fields).toString());
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private byte[] sign(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bug: every JDK has " + ALGORITHM, e);
        }
    }

    private static Refusal invalid() {
        return Refusal.unauthenticated("StorageTokenInvalid", "The upload URL is not valid.");
    }
}
