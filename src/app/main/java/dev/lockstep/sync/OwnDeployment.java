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
        Secret key = key();
        return client.function(function, args, () -> new ConvexToken.Admin(key));
    }

    /**
     * Asks a public query with this token, to see whether and whose it is taken to be.
     *
     * @throws Problem when Convex refuses the token or does not answer
     */
    public ConvexValue askAs(Secret jwt, String function, ConvexValue.Obj args) {
        return client.query(function, args, () -> new ConvexToken.User(jwt));
    }

    /**
     * A variable of the deployment itself, which its functions and its {@code auth.config.ts} read.
     *
     * @throws Problem when there is no key or Convex does not answer
     */
    public Optional<String> variable(String name) {
        Secret key = key();
        ConvexValue found = client.query(
                "_system/cli/queryEnvironmentVariables:get",
                ConvexValue.object("name", ConvexValue.text(name)),
                () -> new ConvexToken.Admin(key));
        return found instanceof ConvexValue.Obj variable ? variable.text("value") : Optional.empty();
    }

    private Secret key() {
        return deployKey.orElseThrow(() -> new Problem(
                new ProblemCode("NoDeployKey"),
                Problem.Kind.PERMANENT,
                "Convex answers this only to its deploy key, and none is configured.",
                "Set CONVEX_DEPLOY_KEY and restart."));
    }
}
