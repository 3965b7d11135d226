package dev.lockstep.convex;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Secret;
import java.util.Optional;

/** As whom a function is called. */
public sealed interface ConvexToken {

    /** Nobody in particular. */
    record None() implements ConvexToken {}

    /** A person, by a JWT of an issuer that the deployment trusts. */
    record User(Secret jwt) implements ConvexToken {}

    /**
     * The deployment's owner.
     *
     * @param key a deploy key or admin key
     * @param actingAs the identity that the function shall see, with the names of Convex's UserIdentity; it needs
     *     {@code tokenIdentifier}, or {@code issuer} and {@code subject}
     */
    record Admin(Secret key, Optional<ConvexValue.Obj> actingAs) implements ConvexToken {

        /** The owner, acting as nobody else. */
        public Admin(Secret key) {
            this(key, Optional.empty());
        }
    }
}
