package dev.lockstep.sync.table;

import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.util.Optional;

/** Where the engine gets a person's token for Convex. Supplied by the feature that signs people in. */
public interface OwnerTokens {

    /** Why a change waits whose person has no token; a sign-in sends it on, and nobody else can. */
    ProblemCode NOT_SIGNED_IN = new ProblemCode("NotSignedIn");

    /**
     * A JWT that Convex accepts for this person, still valid for at least ten seconds. Empty when there is none: the
     * person's changes then wait for the next sign-in.
     */
    Optional<Secret> tokenFor(OwnerId owner);
}
