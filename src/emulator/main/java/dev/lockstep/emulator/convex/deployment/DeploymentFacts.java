package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.system.SystemFunctions;
import java.util.Map;

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
    public Map<ComponentPath, ComponentDefinition> components() {
        return deployment.installed().components();
    }

    @Override
    public boolean isPaused() {
        return deployment.standing().isPaused();
    }
}
