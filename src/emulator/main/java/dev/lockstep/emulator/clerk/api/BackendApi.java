package dev.lockstep.emulator.clerk.api;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.access.AccessApi;
import dev.lockstep.emulator.clerk.api.user.UsersApi;
import dev.lockstep.emulator.clerk.application.OAuthApplications;
import dev.lockstep.emulator.clerk.application.OAuthApplicationsEndpoint;
import dev.lockstep.emulator.clerk.organization.OrganizationsApi;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.role.RolesEndpoint;
import dev.lockstep.emulator.clerk.store.Browsers;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.ticket.Tickets;
import dev.lockstep.emulator.clerk.ticket.TicketsEndpoint;
import dev.lockstep.emulator.clerk.token.JwtTemplates;
import dev.lockstep.emulator.clerk.token.SessionTokens;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.RateLimit;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything below {@code /v1}: asks for the secret key, counts requests, answers refusals in Clerk's shape, unknown
 * paths included.
 */
public final class BackendApi {

    /** What the API reads and changes. */
    public record Stores(
            Instance instance,
            People people,
            Sessions sessions,
            Browsers browsers,
            Images images,
            SessionTokens tokens,
            JwtTemplates templates,
            Tickets tickets,
            AccessApi access,
            OrganizationsApi organizations,
            OAuthApplications applications,
            Ids ids) {}

    private static final Logger LOG = LoggerFactory.getLogger(BackendApi.class);
    private static final String BEARER = "Bearer ";

    private final Secret secretKey;
    private final RateLimit requests;
    private final Answers answers;
    private final RouterFunction<ServerResponse> routes;

    public BackendApi(Stores stores, Secret secretKey, Limits limits, JsonMapper json, Clock clock) {
        this.secretKey = secretKey;
        this.requests = new RateLimit(limits.requests(), limits.window(), clock);
        this.answers = new Answers(json, stores.ids());
        var users = new UsersApi(
                new UsersApi.Stores(stores.people(), stores.sessions(), stores.images(), stores.ids()),
                stores.instance().issuer(),
                new RateLimit(limits.writesPerUser(), limits.window(), clock),
                answers,
                clock);
        var sessions = new SessionsEndpoint(
                stores.people(),
                stores.sessions(),
                stores.browsers(),
                stores.tokens(),
                stores.templates(),
                stores.organizations(),
                answers);
        var applications = new OAuthApplicationsEndpoint(stores.applications(), stores.instance(), answers);
        var roles = new RolesEndpoint(stores.instance().createdAt(), answers);
        var keys = new KeysEndpoint(stores.instance(), stores.templates(), answers);
        var clients = new ClientsEndpoint(stores.browsers(), stores.sessions(), answers);
        var tickets = new TicketsEndpoint(
                stores.tickets(), stores.ids(), stores.instance().issuer(), answers, clock);
        this.routes = RouterFunctions.route()
                .path("/v1", below -> {
                    users.routes(below);
                    sessions.routes(below);
                    keys.routes(below);
                    clients.routes(below);
                    tickets.routes(below);
                    stores.access().routes(below, answers);
                    stores.organizations().routes(below, answers);
                    applications.routes(below);
                    roles.routes(below);
                    below.route(RequestPredicates.all(), request -> unknownPath());
                    below.filter(this::guarded);
                })
                .build();
    }

    public RouterFunction<ServerResponse> routes() {
        return routes;
    }

    private ServerResponse guarded(ServerRequest request, HandlerFunction<ServerResponse> next) {
        try {
            admit(request);
            return next.handle(request);
        } catch (Refusal refusal) {
            return answers.refusal(refusal);
        } catch (Exception e) {
            LOG.error("The emulated Backend API failed: method={} path={}", request.method(), request.path(), e);
            return answers.refusal(Refusal.of(500, "internal_clerk_error", "An internal error has occurred."));
        }
    }

    private void admit(ServerRequest request) {
        String header = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        if (header == null
                || !header.startsWith(BEARER)
                || !secretKey.matches(header.substring(BEARER.length()).strip())) {
            throw Refusal.of(
                    401,
                    "authentication_invalid",
                    "Unable to authenticate the request, you need to supply an active secret key.");
        }
        if (!request.path().equals("/v1/jwks")) {
            requests.take("secret key");
        }
    }

    private static ServerResponse unknownPath() {
        throw Refusal.notFound("The requested path");
    }
}
