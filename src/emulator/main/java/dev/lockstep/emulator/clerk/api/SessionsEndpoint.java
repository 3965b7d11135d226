package dev.lockstep.emulator.clerk.api;

import dev.lockstep.emulator.clerk.organization.OrganizationsApi;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.store.Browsers;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.token.JwtTemplate;
import dev.lockstep.emulator.clerk.token.JwtTemplates;
import dev.lockstep.emulator.clerk.token.SessionTokens;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code /sessions}: list, get, create for tests, revoke, tokens. */
final class SessionsEndpoint {

    static final long SHORTEST_SECONDS = 30;
    static final long LONGEST_SECONDS = 315_360_000;

    private final People people;
    private final Sessions sessions;
    private final Browsers browsers;
    private final SessionTokens tokens;
    private final JwtTemplates templates;
    private final OrganizationsApi organizations;
    private final Answers answers;
    private final Bodies bodies;
    private final SessionJson json;

    SessionsEndpoint(
            People people,
            Sessions sessions,
            Browsers browsers,
            SessionTokens tokens,
            JwtTemplates templates,
            OrganizationsApi organizations,
            Answers answers) {
        this.organizations = organizations;
        this.people = people;
        this.sessions = sessions;
        this.browsers = browsers;
        this.tokens = tokens;
        this.templates = templates;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
        this.json = new SessionJson(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/sessions", this::list)
                .POST("/sessions", this::create)
                .GET("/sessions/{id}", request -> answers.ok(json.of(sessions.get(id(request)))))
                .POST("/sessions/{id}/revoke", this::revoke)
                .POST("/sessions/{id}/tokens", this::token)
                .POST("/sessions/{id}/tokens/{template}", this::tokenFromTemplate);
    }

    private ServerResponse list(ServerRequest request) {
        Optional<String> user = request.param("user_id");
        Optional<String> client = request.param("client_id");
        if (user.isEmpty() && client.isEmpty()) {
            throw Refusal.field("form_param_missing", "user_id", "user_id or client_id must be given.");
        }
        Page part = Page.of(request);
        Optional<Session.Status> status = request.param("status").map(SessionsEndpoint::status);
        List<Session> found = user.map(sessions::ofUser).orElseGet(() -> sessions.ofClient(client.orElseThrow()));
        List<Session> wanted = found.stream()
                .filter(session -> client.map(session.clientId()::equals).orElse(true))
                .filter(session -> status.map(session.status()::equals).orElse(true))
                .toList();
        ArrayNode page = answers.json().createArrayNode();
        part.cut(wanted).forEach(session -> page.add(json.of(session)));
        return answers.list(request, page, wanted.size());
    }

    private static Session.Status status(String text) {
        return Stream.of(Session.Status.values())
                .filter(status -> status.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.field(
                        "form_param_value_invalid", "status", "status is not one of the statuses of a session."));
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String user = form.required("user_id");
        Optional<String> organization = form.text("active_organization_id");
        form.end();
        people.get(user);
        organization.ifPresent(id -> organizations.check(id, user));
        return answers.ok(json.of(browsers.unattended(user, organization.orElse(null))));
    }

    private ServerResponse revoke(ServerRequest request) {
        sessions.get(id(request));
        return answers.ok(json.of(sessions.close(id(request), Session.Status.REVOKED)));
    }

    private ServerResponse token(ServerRequest request) throws IOException {
        Session session = active(request);
        owner(session);
        return token(tokens.plain(session, lifetime(request)));
    }

    private ServerResponse tokenFromTemplate(ServerRequest request) throws IOException {
        Session session = active(request);
        JwtTemplate template =
                templates.find(request.pathVariable("template")).orElseThrow(() -> Refusal.notFound("JWT template"));
        return token(tokens.from(template, session, owner(session), lifetime(request)));
    }

    private ServerResponse token(String jwt) {
        return answers.ok(
                answers.json().createObjectNode().put("object", "token").put("jwt", jwt));
    }

    /** A session that has ended signs nothing any more. */
    private Session active(ServerRequest request) {
        Session session = sessions.get(id(request));
        if (session.status() != Session.Status.ACTIVE) {
            throw Refusal.notFound("Active session");
        }
        return session;
    }

    private Person owner(Session session) {
        return people.find(session.userId())
                .filter(Person::welcome)
                .orElseThrow(() -> Refusal.notFound("Active session"));
    }

    private Optional<Duration> lifetime(ServerRequest request) throws IOException {
        JsonNode seconds = bodies.object(request).path("expires_in_seconds");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return Optional.empty();
        }
        return Optional.of(seconds(seconds, "expires_in_seconds", SHORTEST_SECONDS, LONGEST_SECONDS));
    }

    static Duration seconds(JsonNode value, String name, long least, long most) {
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
            throw Refusal.field(
                    "form_param_value_invalid",
                    name,
                    name + " must be a whole number between " + least + " and " + most + ".");
        }
        return Duration.ofSeconds(value.longValue());
    }

    private static String id(ServerRequest request) {
        return request.pathVariable("id");
    }
}
