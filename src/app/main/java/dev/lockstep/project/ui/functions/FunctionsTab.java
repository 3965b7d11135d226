package dev.lockstep.project.ui.functions;

import dev.lockstep.project.Connection;
import dev.lockstep.project.Functions;
import dev.lockstep.project.Visit;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The deployment's functions. */
@Component
@Order(25)
final class FunctionsTab implements ProjectTab {

    private final Functions functions;

    FunctionsTab(Functions functions) {
        this.functions = functions;
    }

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public boolean followsDeployment() {
        return true;
    }

    @Override
    public FunctionsPart open(Visit visit, Connection connection, Map<String, List<String>> address) {
        return new FunctionsPart(functions, visit, connection);
    }
}
