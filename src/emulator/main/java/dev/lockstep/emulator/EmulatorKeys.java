package dev.lockstep.emulator;

import dev.lockstep.core.EnvFile;
import dev.lockstep.core.PrivateFile;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of the emulators of one installation: made at random at the first start, kept in a file that only its owner
 * can read, so that people's tools go on working after a restart. There are no built-in keys.
 *
 * @param convexAdmin of the deployment: what its CLI and dashboard send
 * @param platform the access token of the person whose machine this is, for Convex's Management API
 * @param clerk the secret key of Clerk's Backend API
 * @param oauthClientId of the one application that Clerk signs people in for
 * @param webhookSigning what Clerk signs webhooks with
 * @param convexOauthClientId of the one application that Convex lets into teams
 */
public record EmulatorKeys(
        Secret convexAdmin,
        Secret platform,
        Secret clerk,
        String oauthClientId,
        Secret oauthClientSecret,
        Secret webhookSigning,
        String convexOauthClientId,
        Secret convexOauthClientSecret) {

    private static final int RANDOM_BYTES = 24;

    static EmulatorKeys in(Path home) {
        Path file = home.resolve("emulator").resolve("keys");
        try {
            Map<String, String> keys = fresh();
            if (Files.exists(file)) {
                // A key that an older version did not know is added; those that people have used stay.
                keys.putAll(EnvFile.read(Files.readString(file)).values());
            }
            PrivateFile.write(file, EnvFile.write(keys));
            return of(keys);
        } catch (IOException e) {
            throw new UncheckedIOException("The keys of the emulators could not be kept in " + file, e);
        }
    }

    /** What the emulated platform of Convex is started with. */
    Platform.Settings platformSettings(int port, Path home) {
        return new Platform.Settings(
                port,
                home.resolve("emulator").resolve("platform"),
                platform,
                convexOauthClientId,
                convexOauthClientSecret,
                List.of());
    }

    private static Map<String, String> fresh() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("convexAdmin", "lockstep-local|" + hex());
        keys.put("platform", "team:local|" + hex());
        keys.put("clerk", "sk_test_" + hex());
        keys.put("oauthClientId", "client_" + hex().substring(0, 20));
        keys.put("oauthClientSecret", hex());
        keys.put("webhookSigning", "whsec_" + Base64.getEncoder().encodeToString(random()));
        keys.put("convexOauthClientId", hex().substring(0, 16));
        keys.put("convexOauthClientSecret", hex());
        return keys;
    }

    private static EmulatorKeys of(Map<String, String> keys) {
        return new EmulatorKeys(
                Secret.of(keys.getOrDefault("convexAdmin", "")),
                Secret.of(keys.getOrDefault("platform", "")),
                Secret.of(keys.getOrDefault("clerk", "")),
                keys.getOrDefault("oauthClientId", ""),
                Secret.of(keys.getOrDefault("oauthClientSecret", "")),
                Secret.of(keys.getOrDefault("webhookSigning", "")),
                keys.getOrDefault("convexOauthClientId", ""),
                Secret.of(keys.getOrDefault("convexOauthClientSecret", "")));
    }

    private static String hex() {
        return HexFormat.of().formatHex(random());
    }

    private static byte[] random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
