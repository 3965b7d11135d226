package dev.lockstep.platform;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import org.springframework.stereotype.Service;

/** Has the platform's deployment do something for one person. For destinations: what must arrive goes through the outbox. */
@Service
public class PersonMutations {

    private final ConvexClient client;
    private final OwnerTokens tokens;

    PersonMutations(ConvexClient client, OwnerTokens tokens) {
        this.client = client;
        this.tokens = tokens;
    }

    /**
     * With the person's own token.
     *
     * @throws Problem when there is no token, or Convex refuses the call or does not answer
     */
    public ConvexValue mutate(Owner owner, String function, ConvexValue.Obj args) {
        // The token is asked for within the call's time: minting one may take as long as the call itself.
        return client.mutation(function, args, () -> tokens.require(owner));
    }
}
