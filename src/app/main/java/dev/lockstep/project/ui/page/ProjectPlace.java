package dev.lockstep.project.ui.page;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.project.Connection;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connection.Connected;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where on a project's page somebody is, as its address says.
 *
 * @param tab blank for the first one
 * @param deployment the name of the one that is looked at; blank for the connected one
 */
public record ProjectPlace(ProjectId project, String tab, String deployment) {

    private static final String TAB = "tab";
    private static final String DEPLOYMENT = "deployment";

    public static ProjectPlace of(ProjectId project, Map<String, List<String>> address) {
        return new ProjectPlace(project, first(address, TAB), first(address, DEPLOYMENT));
    }

    private static String first(Map<String, List<String>> address, String parameter) {
        return address.getOrDefault(parameter, List.of("")).getFirst();
    }

    public ProjectPlace in(ProjectTab other) {
        return new ProjectPlace(project, other.name(), deployment);
    }

    public ProjectPlace at(String other) {
        return new ProjectPlace(project, tab, other);
    }

    public Target target() {
        return Target.of(project, deployment);
    }

    /** Whether the address names another deployment than the connected one. */
    public boolean isElsewhere(Connection connection) {
        return !deployment.isBlank()
                && connection
                        .connected()
                        .flatMap(Connected::deploymentName)
                        .filter(name -> !name.equals(deployment))
                        .isPresent();
    }

    public String address() {
        var address = UriComponentsBuilder.fromPath("projects/" + project);
        parameters().forEach((name, value) -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(parameters()).toUriString();
    }

    public void open(UI ui) {
        ui.navigate("projects/" + project, QueryParameters.simple(parameters()));
    }

    private Map<String, String> parameters() {
        var given = new LinkedHashMap<String, String>();
        if (!tab.isBlank()) {
            given.put(TAB, tab);
        }
        if (!deployment.isBlank()) {
            given.put(DEPLOYMENT, deployment);
        }
        return given;
    }
}
