package dev.lockstep.platform;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Secret;
import org.springframework.stereotype.Service;

/** Calls functions of the platform's deployment with a token that a caller brought: Convex judges it, as it would if it came by itself. */
@Service
public class BearerCalls {

    private final ConvexClient client;

    BearerCalls(ConvexClient client) {
        this.client = client;
    }

    /**
     * @param jwt of an issuer that the deployment trusts
     * @throws dev.lockstep.core.Problem when Convex refuses the token or the call, or does not answer
     */
    public ConvexValue mutate(Secret jwt, String function, ConvexValue.Obj args) {
        return client.mutation(function, args, () -> new ConvexToken.User(jwt));
    }

    /** The same for what only reads. */
    public ConvexValue query(Secret jwt, String function, ConvexValue.Obj args) {
        return client.query(function, args, () -> new ConvexToken.User(jwt));
    }
}
