package dev.lockstep.convex.deployment;

import dev.lockstep.core.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * Where Convex's platform is and which of its OAuth applications this installation is.
 *
 * @param api what answers {@code /oauth/token} and {@code /v1}, {@code https://api.convex.dev} for the real one
 * @param dashboard what shows {@code /oauth/authorize}, {@code https://dashboard.convex.dev} for the real one
 * @param callTimeout for one request from connecting to the last byte
 */
public record PlatformHosts(URI api, URI dashboard, String clientId, Secret clientSecret, Duration callTimeout) {}
