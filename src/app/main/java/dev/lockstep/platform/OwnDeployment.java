package dev.lockstep.platform;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.outbox.Changes;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The platform's Convex deployment, asked as its owner: what no person may read, all of them together, for example. */
@Service
public class OwnDeployment {

    private final ConvexClient client;
    private final DeployKey key;

    OwnDeployment(ConvexClient client, DeployKey key) {
        this.client = client;
        this.key = key;
    }

    /**
     * Calls an internal function that only reads. Changes go by way of {@link Changes}.
     *
     * @throws Problem when there is no key or Convex does not answer
     */
    public ConvexValue query(String function, ConvexValue.Obj args) {
        ConvexToken owner = key.owner();
        return client.function(function, args, () -> owner);
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
        ConvexToken owner = key.owner();
        ConvexValue found = client.query(
                "_system/cli/queryEnvironmentVariables:get",
                ConvexValue.object("name", ConvexValue.text(name)),
                () -> owner);
        return found instanceof ConvexValue.Obj variable ? variable.text("value") : Optional.empty();
    }
}
