package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.system.SystemFunctions;
import java.util.Map;

/** What built-in functions are told of a deployment, as it is at that moment. */
final class DeploymentFacts implements SystemFunctions.Facts {

    private final Installation installation;
    private final Standing standing;

    DeploymentFacts(Installation installation, Standing standing) {
        this.installation = installation;
        this.standing = standing;
    }

    @Override
    public Map<String, String> variables() {
        return installation.variables();
    }

    @Override
    public Map<String, String> addresses() {
        return installation.addresses();
    }

    @Override
    public Map<ComponentPath, ComponentDefinition> components() {
        return installation.installed().components();
    }

    @Override
    public boolean isPaused() {
        return standing.isPaused();
    }
}
