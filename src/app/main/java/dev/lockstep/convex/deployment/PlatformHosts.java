package dev.lockstep.convex.deployment;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Convex's platform is and which of its OAuth applications this installation is.
 *
 * @param api what answers {@code /oauth/token} and {@code /v1}, {@code https://api.convex.dev} for the real one
 * @param dashboard what shows {@code /oauth/authorize}, {@code https://dashboard.convex.dev} for the real one
 * @param application empty when none was registered: people connect deployments by address and key then
 * @param callTimeout for one request from connecting to the last byte
 */
public record PlatformHosts(URI api, URI dashboard, Optional<OauthApplication> application, Duration callTimeout) {}
