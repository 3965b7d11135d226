package dev.lockstep.platform;

import dev.lockstep.convex.ConvexToken;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.outbox.change.Destination;
import java.util.Optional;

/** Where a person's token for Convex comes from. Supplied by the feature that signs people in. */
public interface OwnerTokens {

    /**
     * A JWT that Convex accepts for this person, still valid for at least ten seconds. Empty when there is none: the
     * person's changes then wait for the next sign-in.
     */
    Optional<Secret> tokenFor(Owner owner);

    /** @throws Problem when there is none */
    default ConvexToken require(Owner owner) {
        return tokenFor(owner)
                .map(ConvexToken.User::new)
                .orElseThrow(() -> new Problem(
                        Destination.NOT_SIGNED_IN,
                        Problem.Kind.AUTH,
                        "Convex needs this person to be signed in.",
                        "Sign in and try again; what waits goes out then."));
    }
}
