package dev.lockstep.project.ui.variables;

import dev.lockstep.project.AuthSetups;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.VariableDefaults;
import dev.lockstep.project.Variables;
import dev.lockstep.project.Visit;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The deployment's environment variables; {@code ?var=NAME} says which somebody misses. */
@Component
@Order(30)
final class VariablesTab implements ProjectTab {

    private final Variables variables;
    private final VariableDefaults defaults;
    private final Deployments deployments;
    private final AuthSetups setups;
    private final DevServers servers;

    VariablesTab(
            Variables variables,
            VariableDefaults defaults,
            Deployments deployments,
            AuthSetups setups,
            DevServers servers) {
        this.variables = variables;
        this.defaults = defaults;
        this.deployments = deployments;
        this.setups = setups;
        this.servers = servers;
    }

    @Override
    public boolean followsDeployment() {
        return true;
    }

    @Override
    public String name() {
        return "variables";
    }

    @Override
    public VariablesPart open(Visit visit, Connection connection, Map<String, List<String>> address) {
        return new VariablesPart(
                variables,
                defaults,
                deployments,
                setups,
                servers,
                visit,
                connection,
                address.getOrDefault("var", List.of()));
    }
}
