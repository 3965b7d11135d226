package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.platform.estate.Access;
import dev.lockstep.emulator.convex.platform.estate.Audit;
import dev.lockstep.emulator.convex.platform.estate.Caller;
import dev.lockstep.emulator.convex.platform.estate.Deployments;
import dev.lockstep.emulator.convex.platform.estate.Grants;
import dev.lockstep.emulator.convex.platform.estate.Keys;
import dev.lockstep.emulator.convex.platform.estate.Projects;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.http.Request;
import tools.jackson.databind.node.ObjectNode;

/** What the endpoints work with. */
public record Parts(
        Registry registry,
        Access access,
        Projects projects,
        Deployments deployments,
        Keys keys,
        Grants grants,
        Audit audit) {

    Caller caller(Request request) {
        return access.caller(request.bearer());
    }

    /** Most paths take a team's number only. */
    Team team(Request request) {
        return access.team(caller(request), String.valueOf(request.number(0)));
    }

    Team teamByIdOrSlug(Request request) {
        return access.team(caller(request), request.part(0));
    }

    Project project(Request request) {
        return access.project(caller(request), request.number(0));
    }

    ProjectDeployment deployment(Request request) {
        return access.deployment(caller(request), request.part(0));
    }

    /** As the Management API shows it, with the names of its default deployments. */
    ObjectNode json(Project project) {
        ObjectNode json = project.json(access.teamOf(project));
        deployments.ofType(project, "prod").ifPresent(deployment -> json.put("prodDeploymentName", deployment.name()));
        deployments.ofType(project, "dev").ifPresent(deployment -> json.put("devDeploymentName", deployment.name()));
        return json;
    }
}
