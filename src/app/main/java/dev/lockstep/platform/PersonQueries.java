package dev.lockstep.platform;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import org.springframework.stereotype.Service;

/** Asks the platform's deployment what one person sees. */
@Service
public class PersonQueries {

    private final ConvexClient client;
    private final OwnerTokens tokens;
    private final DeployKey key;

    PersonQueries(ConvexClient client, OwnerTokens tokens, DeployKey key) {
        this.client = client;
        this.tokens = tokens;
        this.key = key;
    }

    /**
     * With the person's own token.
     *
     * @throws Problem when there is no token or Convex does not answer
     */
    public ConvexValue query(Owner owner, String function, ConvexValue.Obj args) {
        ConvexToken token = tokens.require(owner);
        return client.query(function, args, () -> token);
    }

    /**
     * While that person is away: with the deploy key on their behalf, or with their own token where there is no such key.
     *
     * @param issuer of the person's tokens
     * @throws Problem when there is neither key nor token, or Convex does not answer
     */
    public ConvexValue queryAway(Owner owner, String issuer, String function, ConvexValue.Obj args) {
        if (!key.isThere()) {
            return query(owner, function, args);
        }
        var identity =
                ConvexValue.object("issuer", ConvexValue.text(issuer)).with("subject", ConvexValue.text(owner.value()));
        return client.query(function, args, () -> key.as(identity));
    }
}
