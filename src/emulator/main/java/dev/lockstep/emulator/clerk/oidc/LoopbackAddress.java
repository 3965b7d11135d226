package dev.lockstep.emulator.clerk.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Addresses on this machine, the only ones that the emulator sends a browser to. */
final class LoopbackAddress {

    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private LoopbackAddress() {}

    /** Any port and any path on localhost, 127.0.0.1 or [::1]; no user, no fragment. */
    static boolean matches(@Nullable String text) {
        if (text == null) {
            return false;
        }
        try {
            var uri = new URI(text);
            return uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && HOSTS.contains(uri.getHost())
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
