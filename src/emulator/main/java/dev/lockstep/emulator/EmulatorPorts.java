package dev.lockstep.emulator;

/**
 * Where the emulators listen, on 127.0.0.1; 0 is any free port.
 *
 * @param clerk sign-in pages, OIDC and the Backend API of Clerk
 * @param convex the deployment's API
 * @param convexSite the deployment's HTTP actions
 * @param platform Convex's dashboard and Management API
 */
public record EmulatorPorts(int clerk, int convex, int convexSite, int platform) {

    /** Any free ones. */
    public static final EmulatorPorts FREE = new EmulatorPorts(0, 0, 0, 0);

    /**
     * Settles them before anything starts, so that a taken one is said at once.
     *
     * @throws dev.lockstep.core.Problem when one is taken
     */
    EmulatorPorts settled() {
        return new EmulatorPorts(
                Ports.choose(clerk, "the emulator of Clerk", "LOCKSTEP_EMULATOR_CLERK_PORT"),
                Ports.choose(convex, "the emulator of Convex", "LOCKSTEP_EMULATOR_CONVEX_PORT"),
                Ports.choose(convexSite, "the emulator of Convex", "LOCKSTEP_EMULATOR_CONVEX_SITE_PORT"),
                Ports.choose(platform, "the platform of Convex", "LOCKSTEP_EMULATOR_PLATFORM_PORT"));
    }
}
