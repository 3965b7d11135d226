package dev.lockstep.project.auth;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What setting up sign-in would change, for a look before it is done.
 *
 * @param choice with the issuer as it calls itself
 * @param before the file as it is; empty when there is none
 * @param after the file as it would be
 * @param added variables that are new
 * @param changed variables that would get another value
 * @param same variables that stay
 */
public record AuthPlan(
        AuthChoice choice,
        Optional<String> before,
        String after,
        List<String> added,
        List<String> changed,
        List<String> same) {

    public AuthPlan {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        same = List.copyOf(same);
    }

    public boolean changesFile() {
        return !before.equals(Optional.of(after));
    }

    public boolean changesVariables() {
        return !added.isEmpty() || !changed.isEmpty();
    }

    /** Line by line. */
    public List<LineDiff.Line> diff() {
        return LineDiff.between(before.orElse(""), after);
    }

    /** Whether the deployment cannot ask the issuer for its keys, because that is on a machine of its own. */
    public boolean isOutOfReachOf(URI deployment) {
        return choice instanceof AuthChoice.Clerk clerk && isLocal(URI.create(clerk.issuer())) && !isLocal(deployment);
    }

    private static boolean isLocal(URI address) {
        String host = String.valueOf(address.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
