package dev.lockstep.sandbox.e2b;

import dev.lockstep.sandbox.process.SandboxProblem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Which addresses a machine in the cloud cannot reach, as far as the address itself tells. */
final class Reach {

    private Reach() {}

    static Optional<SandboxProblem> refusal(URI address) {
        String host = address.getHost();
        if (host == null || !isHere(host.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(SandboxProblem.lasting(
                SandboxProblem.CANNOT_REACH,
                "A cloud sandbox cannot reach " + address.getScheme() + "://" + address.getAuthority()
                        + ": that address is only known on this machine or in its network.",
                "Use a local sandbox, or a Convex deployment in the cloud."));
    }

    private static boolean isHere(String host) {
        String plain = host.replaceAll("^\\[|]$|\\.$", "");
        if (plain.equals("localhost") || plain.endsWith(".localhost") || plain.endsWith(".local")) {
            return true;
        }
        // A literal alone: names are not looked up.
        if (!plain.matches("[0-9.]+") && !plain.contains(":")) {
            return false;
        }
        try {
            InetAddress literal = InetAddress.getByName(plain);
            return literal.isLoopbackAddress()
                    || literal.isAnyLocalAddress()
                    || literal.isSiteLocalAddress()
                    || literal.isLinkLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
