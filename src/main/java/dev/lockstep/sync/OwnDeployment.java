package dev.lockstep.sync;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** The platform's Convex deployment, asked as its owner: what no person may read, all of them together, for example. */
@Service
public class OwnDeployment {

    private final ConvexClient client;
    private final Optional<Secret> deployKey;

    /** @param deployKey blank when there is none */
    OwnDeployment(ConvexClient client, @Value("${lockstep.convex.deploy-key:}") String deployKey) {
        this.client = client;
        this.deployKey = Optional.of(deployKey).filter(key -> !key.isBlank()).map(Secret::of);
    }

    /**
     * Calls an internal function that only reads. Changes go by way of {@link Changes}.
     *
     * @throws Problem when there is no key or Convex does not answer
     */
    public ConvexValue query(String function, ConvexValue.Obj args) {
        Secret key = deployKey.orElseThrow(() -> new Problem(
                new ProblemCode("NoDeployKey"),
                Problem.Kind.PERMANENT,
                "Convex answers this only to its deploy key, and none is configured.",
                "Set CONVEX_DEPLOY_KEY and restart."));
        return client.function(function, args, () -> new ConvexToken.Admin(key));
    }
}
