package dev.lockstep.start;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.ConvexEmulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The platform's functions on an emulator of their own, with an issuer that it trusts. */
final class PlatformDeployment implements AutoCloseable {

    final Secret adminKey = Secret.of("local|key-of-the-test");
    final OidcIssuer issuer;
    private final ConvexEmulator emulator;
    final ConvexClient client;

    PlatformDeployment(Path home) throws Exception {
        issuer = new OidcIssuer();
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "local", adminKey));
        new PlatformPush()
                .push(url(), adminKey, Map.of("CLERK_ISSUER", issuer.url(), "CLERK_OAUTH_CLIENT_ID", "lockstep-web"));
        client = new ConvexClient(new ConvexProperties(url(), Duration.ofSeconds(2), Duration.ofSeconds(20)));
    }

    URI url() {
        return emulator.url();
    }

    TokenSource signedIn(String subject) {
        var claims = Map.of("given_name", "Ada", "family_name", "Lovelace", "email", subject + "@example.com");
        return TokenSource.of(new ConvexToken.User(issuer.token(subject, Duration.ofHours(1), claims)));
    }

    TokenSource owner() {
        return TokenSource.of(new ConvexToken.Admin(adminKey));
    }

    @Override
    public void close() {
        client.close();
        emulator.close();
        issuer.close();
    }
}
