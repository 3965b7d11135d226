package dev.lockstep.emulator.clerk.webhook;

import dev.lockstep.core.Secret;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Svix shows and offers on its dashboard, for whoever has the secret key:
 *
 * <pre>
 *   GET  /emulator/webhooks               the messages with their attempts, newest first
 *   POST /emulator/webhooks/{id}/replay   sends one again, under its old id
 * </pre>
 */
final class WebhookEndpoint {

    private static final String BEARER = "Bearer ";

    private final Webhooks webhooks;
    private final Secret secretKey;
    private final JsonMapper json;

    WebhookEndpoint(Webhooks webhooks, Secret secretKey, JsonMapper json) {
        this.webhooks = webhooks;
        this.secretKey = secretKey;
        this.json = json;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .path(
                        "/emulator/webhooks",
                        below -> below.GET("", request -> list())
                                .POST("/{id}/replay", this::replay)
                                .filter(this::guarded))
                .build();
    }

    private ServerResponse guarded(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        String header = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        boolean allowed = header != null
                && header.startsWith(BEARER)
                && secretKey.matches(header.substring(BEARER.length()).strip());
        return allowed
                ? next.handle(request)
                : ServerResponse.status(HttpStatus.UNAUTHORIZED).build();
    }

    private ServerResponse list() {
        ObjectNode body = json.createObjectNode();
        body.put("address", webhooks.address().map(URI::toString).orElse(null));
        var data = body.putArray("data");
        webhooks.messages().all().forEach(message -> data.add(written(message)));
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(body));
    }

    private ServerResponse replay(ServerRequest request) {
        return webhooks.replay(request.pathVariable("id"))
                ? ServerResponse.accepted().build()
                : ServerResponse.notFound().build();
    }

    private ObjectNode written(Message message) {
        ObjectNode node = json.createObjectNode()
                .put("id", message.id())
                .put("type", message.type())
                .put("state", message.state().text())
                .put("created_at", message.created().toEpochMilli())
                .put("next_attempt_at", message.state() == Message.State.WAITING ? millis(message.due()) : null);
        node.set("payload", json.readTree(message.payload()));
        var attempts = node.putArray("attempts");
        for (Attempt attempt : webhooks.messages().attempts(message)) {
            attempts.addObject()
                    .put("at", attempt.at().toEpochMilli())
                    .put("address", attempt.address().toString())
                    .put("status", attempt.status())
                    .put("error", attempt.error());
        }
        return node;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
