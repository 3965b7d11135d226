package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.platform.oauth.OauthApplication;
import dev.lockstep.emulator.convex.platform.registry.Grant;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.platform.registry.Team.SignOn;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only an emulator has, for tests and demonstrations, with the platform's own token: seeing and revoking grants,
 * changing a team's rules, and registering where the application may be.
 *
 * <pre>
 *   GET  /emulator/grants                    [{"id", "team", "project"?, "created", "lastUsed"?}]
 *   POST /emulator/grants/revoke             {"team": "local"} or {"id": 17}; {} revokes all
 *   POST /emulator/teams/local               {"singleSignOn": true, "projectQuota": 3}
 *   POST /emulator/redirects                 {"uri": "http://localhost:8080/convex/callback"}
 * </pre>
 */
final class SwitchEndpoints {

    private final Parts parts;
    private final OauthApplication application;

    SwitchEndpoints(Parts parts, OauthApplication application) {
        this.parts = parts;
        this.application = application;
    }

    void routes(Routes routes) {
        routes.add("GET /emulator/grants", this::grants)
                .add("POST /emulator/grants/revoke", this::revoke)
                .add("POST /emulator/teams/*", this::change)
                .add("POST /emulator/redirects", this::register);
    }

    private Reply grants(Request request) {
        parts.access().requirePerson(request.bearer());
        return Reply.json(Page.array(parts.grants().all(), this::json));
    }

    private ObjectNode json(Grant grant) {
        ObjectNode json = WireJson.object().put("id", grant.id()).put("team", slug(grant));
        grant.projectId().flatMap(parts.registry()::project).ifPresent(project -> json.put("project", project.slug()));
        json.put("created", grant.created().toEpochMilli());
        grant.lastUsed().ifPresent(used -> json.put("lastUsed", used.toEpochMilli()));
        return json;
    }

    private String slug(Grant grant) {
        return parts.registry().teams().stream()
                .filter(team -> team.id() == grant.teamId())
                .map(Team::slug)
                .findFirst()
                .orElse("");
    }

    private Reply revoke(Request request) {
        parts.access().requirePerson(request.bearer());
        JsonNode body = request.json();
        Bodies.only(body, Set.of("team", "id"));
        Optional<Long> id = Bodies.number(body, "id");
        Optional<String> team = Bodies.text(body, "team");
        List<Grant> gone = parts.grants().all().stream()
                .filter(grant -> id.filter(wanted -> wanted != grant.id()).isEmpty()
                        && team.filter(wanted -> !wanted.equals(slug(grant))).isEmpty())
                .toList();
        gone.forEach(grant -> parts.grants().revoke(grant.id()));
        return Reply.json(WireJson.object().put("revoked", gone.size()));
    }

    private Reply change(Request request) {
        parts.access().requirePerson(request.bearer());
        JsonNode body = request.json();
        Bodies.only(body, Set.of("singleSignOn", "projectQuota"));
        Team team = parts.teamByIdOrSlug(request);
        Team signed = Bodies.flag(body, "singleSignOn")
                .map(needed -> team.with(needed ? SignOn.SINGLE_SIGN_ON : SignOn.ANY))
                .orElse(team);
        parts.registry()
                .put(Bodies.number(body, "projectQuota")
                        .map(quota -> signed.withQuota(quota.intValue()))
                        .orElse(signed));
        return Reply.done();
    }

    private Reply register(Request request) {
        parts.access().requirePerson(request.bearer());
        try {
            application.register(WireJson.text(request.json(), "uri"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("InvalidRedirectUri", String.valueOf(e.getMessage()));
        }
        return Reply.done();
    }
}
