package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.estate.Caller.Application;
import dev.lockstep.emulator.convex.platform.estate.Caller.Person;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.Optional;

/** Who may reach what. A person reaches everything, an application its team or its project. Thread-safe. */
public final class Access {

    private final Registry registry;
    private final Grants grants;
    private final Secret personalToken;
    private final String clientId;

    /** @param clientId of the one application */
    public Access(Registry registry, Grants grants, Secret personalToken, String clientId) {
        this.registry = registry;
        this.grants = grants;
        this.personalToken = personalToken;
        this.clientId = clientId;
    }

    /**
     * @param bearer the token of the request
     * @throws Refusal 401 when it is missing, unknown or revoked
     */
    public Caller caller(Optional<String> bearer) {
        String token = bearer.orElseThrow(Access::unknown);
        if (personalToken.matches(token)) {
            return new Person();
        }
        return grants.find(token)
                .<Caller>map(grant -> new Application(grant, clientId, Secret.of(Grants.secretPart(token))))
                .orElseThrow(Access::unknown);
    }

    /** @throws Refusal 401 for everyone but the person of this machine */
    public void requirePerson(Optional<String> bearer) {
        if (bearer.filter(personalToken::matches).isEmpty()) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return Refusal.unauthenticated(
                "InvalidAccessToken", "The access token is missing, unknown or revoked. Authorize again.");
    }

    /**
     * @param idOrSlug as in the path
     * @throws Refusal 403 or 404
     */
    public Team team(Caller caller, String idOrSlug) {
        Team team = registry.teams().stream()
                .filter(one ->
                        String.valueOf(one.id()).equals(idOrSlug) || one.slug().equals(idOrSlug))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("TeamNotFound", "There is no team " + idOrSlug));
        if (caller instanceof Application application) {
            if (application.grant().teamId() != team.id()
                    || application.grant().projectId().isPresent()) {
                throw beyond("team " + team.slug());
            }
            requireSignOn(team);
        }
        return team;
    }

    /** @throws Refusal 403 or 404 */
    public Project project(Caller caller, long id) {
        Project project = registry.project(id)
                .orElseThrow(() -> Refusal.notFound("ProjectNotFound", "There is no project " + id));
        if (caller instanceof Application application) {
            if (!Grants.reaches(application.grant(), project)) {
                throw beyond("project " + id);
            }
            requireSignOn(teamOf(project));
        }
        return project;
    }

    /** @throws Refusal 403 or 404 */
    public ProjectDeployment deployment(Caller caller, String name) {
        ProjectDeployment deployment = registry.deployment(name)
                .orElseThrow(() -> Refusal.notFound("DeploymentNotFound", "There is no deployment " + name));
        project(caller, deployment.projectId());
        return deployment;
    }

    /** For what only the person and whole-team tokens may: an application with one project may not. */
    public void requireWholeTeam(Caller caller) {
        if (caller instanceof Application application
                && application.grant().projectId().isPresent()) {
            throw beyond("team");
        }
    }

    public Team teamOf(Project project) {
        return registry.teams().stream()
                .filter(team -> team.id() == project.teamId())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Bug: a project without a team, was " + project.id()));
    }

    private static void requireSignOn(Team team) {
        if (team.needsSingleSignOn()) {
            throw Refusal.forbidden(
                    "SSORequired", "The team " + team.slug() + " requires its members to use single sign-on");
        }
    }

    private static Refusal beyond(String what) {
        return Refusal.forbidden("Forbidden", "The access token does not reach the " + what);
    }
}
