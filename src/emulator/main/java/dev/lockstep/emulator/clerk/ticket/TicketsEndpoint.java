package dev.lockstep.emulator.clerk.ticket;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ObjectNode;

/** {@code /sign_in_tokens}, {@code /actor_tokens} and {@code /testing_tokens}. */
public final class TicketsEndpoint {

    private static final String SIGN_IN = "sit";
    private static final String ACTOR = "act";
    private static final Duration SIGN_IN_LIFETIME = Duration.ofDays(30);
    private static final Duration ACTOR_LIFETIME = Duration.ofHours(1);
    private static final Duration ACTOR_SESSION = Duration.ofMinutes(30);
    private static final Duration TESTING_LIFETIME = Duration.ofHours(1);
    private static final long LONGEST_SECONDS = 315_360_000;
    private static final int LONGEST_ACTOR = 8_000;
    private static final int TESTING_LENGTH = 43;

    private final Tickets tickets;
    private final Ids ids;
    private final URI issuer;
    private final Answers answers;
    private final Bodies bodies;
    private final Clock clock;

    public TicketsEndpoint(Tickets tickets, Ids ids, URI issuer, Answers answers, Clock clock) {
        this.tickets = tickets;
        this.ids = ids;
        this.issuer = issuer;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
        this.clock = clock;
    }

    public void routes(RouterFunctions.Builder routes) {
        routes.POST("/sign_in_tokens", this::signIn)
                .POST("/sign_in_tokens/{id}/revoke", request -> revoke(SIGN_IN, request))
                .POST("/actor_tokens", this::actor)
                .POST("/actor_tokens/{id}/revoke", request -> revoke(ACTOR, request))
                .POST("/testing_tokens", request -> testing());
    }

    private ServerResponse signIn(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request)).ignore("org_id");
        String user = form.required("user_id");
        Duration lifetime = seconds(form, "expires_in_seconds", SIGN_IN_LIFETIME);
        form.end();
        return answers.ok(of(tickets.create(SIGN_IN, user, null, Acceptor.LIFETIME, lifetime)));
    }

    private ServerResponse actor(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String user = form.required("user_id");
        ObjectNode actor = form.object("actor").orElseThrow(() -> Refusal.missing("actor"));
        Duration lifetime = seconds(form, "expires_in_seconds", ACTOR_LIFETIME);
        Duration session = seconds(form, "session_max_duration_in_seconds", ACTOR_SESSION);
        form.end();
        if (!actor.path("sub").isString()) {
            throw Refusal.missing("actor.sub");
        }
        if (actor.toString().length() > LONGEST_ACTOR) {
            throw Refusal.field("form_param_exceeds_allowed_size", "actor", "actor exceeds the allowed size.");
        }
        return answers.ok(of(tickets.create(ACTOR, user, actor.toString(), session, lifetime)));
    }

    private static Duration seconds(Form form, String name, Duration otherwise) {
        return form.whole(name, 1, LONGEST_SECONDS).map(Duration::ofSeconds).orElse(otherwise);
    }

    private ServerResponse revoke(String prefix, ServerRequest request) {
        return answers.ok(of(tickets.revoke(prefix, request.pathVariable("id"))));
    }

    /** There is no Frontend API whose bots the token could get past, so nothing of it is kept. */
    private ServerResponse testing() {
        Instant now = clock.instant();
        return answers.ok(answers.json()
                .createObjectNode()
                .put("object", "testing_token")
                .put("token", now.getEpochSecond() + "-c_" + ids.text(TESTING_LENGTH))
                .put("expires_at", now.plus(TESTING_LIFETIME).getEpochSecond()));
    }

    private ObjectNode of(Ticket ticket) {
        boolean acting = ticket.actor() != null;
        ObjectNode node = answers.json()
                .createObjectNode()
                .put("object", acting ? "actor_token" : "sign_in_token")
                .put("id", ticket.id())
                .put("status", ticket.status().name().toLowerCase(Locale.ROOT))
                .put("user_id", ticket.userId())
                .put("created_at", ticket.createdAt().toEpochMilli())
                .put("updated_at", ticket.updatedAt().toEpochMilli());
        if (acting) {
            node.set("actor", answers.json().readTree(ticket.actor()));
        }
        if (ticket.status() == Ticket.Status.PENDING) {
            node.put("token", ticket.token()).put("url", AcceptPage.address(issuer, ticket.token()));
        }
        return node;
    }
}
