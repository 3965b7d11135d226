package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.system.SystemFunctions;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What built-in functions are told of a deployment, as it is at that moment. */
final class DeploymentFacts implements SystemFunctions.Facts {

    private final Deployment deployment;

    DeploymentFacts(Deployment deployment) {
        this.deployment = deployment;
    }

    @Override
    public Map<String, String> variables() {
        return deployment.variables().all();
    }

    @Override
    public Map<String, String> addresses() {
        return deployment.addresses();
    }

    @Override
    public Optional<String> schema() {
        return deployment.installed().app().schemaJson();
    }

    @Override
    public Map<String, JsonNode> modules() {
        return deployment.installed().analysis();
    }
}
