package dev.lockstep.sync.push;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.sync.table.Change;
import dev.lockstep.sync.table.Destination;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The platform's Convex deployment, called with its deploy key: internal functions, and what happens while the person it
 * is about is away.
 */
@Component
class ConvexSystemDestination implements Destination {

    private final ConvexClient client;
    private final Optional<Secret> deployKey;

    /** @param deployKey blank when there is none */
    ConvexSystemDestination(ConvexClient client, @Value("${lockstep.convex.deploy-key:}") String deployKey) {
        this.client = client;
        this.deployKey = Optional.of(deployKey).filter(key -> !key.isBlank()).map(Secret::of);
    }

    @Override
    public String name() {
        return "CONVEX_SYSTEM";
    }

    @Override
    public String title() {
        return "Convex";
    }

    @Override
    public String deliver(Change change) {
        return ConvexDestination.deliver(change, (function, args) -> client.function(function, args, this::owner));
    }

    @Override
    public Optional<String> problemWith(Change change, String payload) {
        return ConvexDestination.problem(change, payload);
    }

    private ConvexToken owner() {
        return new ConvexToken.Admin(deployKey.orElseThrow(() -> new Problem(
                new ProblemCode("NoDeployKey"),
                Problem.Kind.PERMANENT,
                "Convex takes this only with a deploy key, and none is configured.",
                "Set CONVEX_DEPLOY_KEY, restart, then retry.")));
    }
}
