package dev.lockstep.emulator.clerk.webhook;

import dev.lockstep.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Svix does: HMAC-SHA256 over id, second and payload, once with each secret. */
final class Signing {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    /** @param secrets {@code whsec_…}; several, parted by spaces, while one takes the place of another */
    Signing(Secret secrets) {
        this.keys = Stream.of(secrets.reveal().strip().split("\\s+"))
                .map(Signing::key)
                .toList();
    }

    private static SecretKeySpec key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A webhook signing secret starts with " + PREFIX);
        }
        byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /** What the header {@code svix-signature} says. */
    String signature(String id, Instant at, byte[] payload) {
        byte[] start = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> "v1," + signed(key, start, payload)).collect(Collectors.joining(" "));
    }

    private static String signed(SecretKeySpec key, byte[] start, byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(start);
            return Base64.getEncoder().encodeToString(mac.doFinal(payload));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
