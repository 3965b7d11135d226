package dev.lockstep.emulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the emulators answer, without slashes at the end.
 *
 * @param clerk the issuer of tokens, and the Backend API without {@code /v1}
 * @param convex what clients call the deployment URL
 * @param convexSite of HTTP actions
 * @param platform what takes the place of {@code https://api.convex.dev} and {@code https://dashboard.convex.dev}
 */
public record EmulatorUrls(URI clerk, URI convex, URI convexSite, URI platform) {

    static EmulatorUrls of(EmulatorPorts ports) {
        return new EmulatorUrls(
                local(ports.clerk()), local(ports.convex()), local(ports.convexSite()), local(ports.platform()));
    }

    /** Clerk's publishable key, which is its address in other letters. */
    public String publishableKey() {
        String address = clerk.getAuthority() + "$";
        return "pk_test_" + Base64.getEncoder().encodeToString(address.getBytes(StandardCharsets.UTF_8));
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
