package dev.lockstep.emulator.clerk.webhook;

import dev.lockstep.emulator.clerk.api.SessionJson;
import dev.lockstep.emulator.clerk.api.user.UserJson;
import dev.lockstep.emulator.clerk.people.ClerkEvent;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.store.Instance;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events in Clerk's words. */
final class Envelopes {

    private final Instance instance;
    private final JsonMapper json;
    private final UserJson users;
    private final SessionJson sessions;
    private final Clock clock;

    Envelopes(Instance instance, JsonMapper json, Clock clock) {
        this.instance = instance;
        this.json = json;
        this.users = new UserJson(json, instance.issuer());
        this.sessions = new SessionJson(json);
        this.clock = clock;
    }

    /** @param payload the JSON text */
    record Envelope(String type, String payload) {}

    /** Call it on the thread that made the change: the envelope names the request that it came with. */
    Envelope of(ClerkEvent event) {
        String type = type(event);
        ObjectNode envelope = json.createObjectNode();
        envelope.set("data", data(event));
        request()
                .ifPresent(request -> envelope.putObject("event_attributes")
                        .putObject("http_request")
                        .put("client_ip", request.getRemoteAddr())
                        .put("user_agent", Objects.requireNonNullElse(request.getHeader("User-Agent"), "")));
        envelope.put("instance_id", instance.id())
                .put("object", "event")
                // Seconds, as in Clerk's description; whoever orders changes uses updated_at of what changed.
                .put("timestamp", clock.instant().getEpochSecond())
                .put("type", type);
        return new Envelope(type, json.writeValueAsString(envelope));
    }

    private static String type(ClerkEvent event) {
        return switch (event) {
            case ClerkEvent.UserCreated created -> "user.created";
            case ClerkEvent.UserUpdated updated -> "user.updated";
            case ClerkEvent.UserDeleted deleted -> "user.deleted";
            case ClerkEvent.SessionCreated created -> "session.created";
            case ClerkEvent.SessionClosed closed -> type(closed.session().status());
            case ClerkEvent.OrganizationNews news -> news.type();
        };
    }

    private static String type(Session.Status status) {
        return switch (status) {
            case ACTIVE -> throw new IllegalStateException("Bug: a session was closed and is active");
            case ENDED, EXPIRED, ABANDONED -> "session.ended";
            // Clerk has no word of its own for a session that made room for another on the same browser.
            case REMOVED, REPLACED -> "session.removed";
            case REVOKED -> "session.revoked";
        };
    }

    private ObjectNode data(ClerkEvent event) {
        return switch (event) {
            case ClerkEvent.UserCreated created -> users.of(created.person());
            case ClerkEvent.UserUpdated updated -> users.of(updated.person());
            case ClerkEvent.UserDeleted deleted ->
                users.deleted(deleted.userId(), deleted.externalId().orElse(null));
            case ClerkEvent.SessionCreated created -> session(created.session(), created.person());
            case ClerkEvent.SessionClosed closed -> session(closed.session(), closed.person());
            case ClerkEvent.OrganizationNews news -> news.data();
        };
    }

    private ObjectNode session(Session session, Person person) {
        ObjectNode data = sessions.of(session);
        // The Backend API tells it, webhooks do not.
        data.remove("tasks");
        data.set("user", users.of(person));
        return data;
    }

    private static Optional<HttpServletRequest> request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Optional.of(attributes.getRequest())
                : Optional.empty();
    }
}
