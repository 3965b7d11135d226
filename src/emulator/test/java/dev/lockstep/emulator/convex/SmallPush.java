package dev.lockstep.emulator.convex;

import java.net.URI;

/** Puts a small app on a deployment without Node, for tests of who uses it. */
public final class SmallPush {

    private SmallPush() {}

    /** @param source of the module, which may use what {@code PushedApp} offers */
    public static void push(URI deployment, String key, String module, String source) {
        new EmulatorClient(deployment).push(PushedApp.EMPTY.with(module, source), "Convex " + key);
    }
}
