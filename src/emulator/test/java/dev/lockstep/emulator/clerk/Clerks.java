package dev.lockstep.emulator.clerk;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.ClerkEmulator.Settings;
import dev.lockstep.emulator.clerk.api.Limits;
import java.nio.file.Path;
import java.time.Duration;

/** Emulators for tests, on any free port. */
public final class Clerks {

    public static final String CLIENT_ID = "lockstep_test_client";
    public static final String CLIENT_SECRET = "oauth_secret_for_tests_only";
    public static final String SECRET_KEY = "sk_test_for_tests_only";

    private Clerks() {}

    public static Settings settings(Path home) {
        return settings(home, 0);
    }

    public static Settings settings(Path home, int port) {
        return settings(home, port, new Limits(100_000, 1_000, Duration.ofSeconds(10)));
    }

    public static Settings settings(Path home, int port, Limits limits) {
        return new Settings(
                port,
                home,
                CLIENT_ID,
                Secret.of(CLIENT_SECRET),
                Secret.of(SECRET_KEY),
                Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "Local",
                limits);
    }
}
