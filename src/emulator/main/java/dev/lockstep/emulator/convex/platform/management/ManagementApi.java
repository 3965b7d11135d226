package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.platform.oauth.OauthApplication;
import dev.lockstep.emulator.http.Routes;

/** All that programs ask of the platform. */
public final class ManagementApi {

    private ManagementApi() {}

    /** Adds the routes of {@code /v1}, of the older {@code /api}, and of the emulator's switches. */
    public static void routes(Routes routes, Parts parts, OauthApplication application) {
        new TeamEndpoints(parts).routes(routes);
        new ProjectEndpoints(parts).routes(routes);
        new DeploymentEndpoints(parts).routes(routes);
        new KeyEndpoints(parts).routes(routes);
        new OlderEndpoints(parts, application).routes(routes);
        new SwitchEndpoints(parts, application).routes(routes);
    }
}
