package dev.lockstep.sync;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.sync.table.OwnerId;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/**
 * Asks the platform's deployment what a person sees, while that person is away: with the deploy key on their behalf, or
 * with their own token where there is no such key.
 */
@Service
public class PersonQueries {

    private final Sync sync;
    private final ConvexClient client;
    private final Optional<Secret> deployKey;

    /** @param deployKey blank when there is none */
    PersonQueries(Sync sync, ConvexClient client, @Value("${lockstep.convex.deploy-key:}") String deployKey) {
        this.sync = sync;
        this.client = client;
        this.deployKey = Optional.of(deployKey).filter(key -> !key.isBlank()).map(Secret::of);
    }

    /**
     * @param issuer of the person's tokens
     * @throws Problem when there is neither key nor token, or Convex does not answer
     */
    public ConvexValue query(OwnerId owner, String issuer, String function, ConvexValue.Obj args) {
        if (deployKey.isEmpty()) {
            return sync.query(owner, function, args);
        }
        var identity =
                ConvexValue.object("issuer", ConvexValue.text(issuer)).with("subject", ConvexValue.text(owner.value()));
        return client.query(function, args, () -> new ConvexToken.Admin(deployKey.get(), Optional.of(identity)));
    }
}
