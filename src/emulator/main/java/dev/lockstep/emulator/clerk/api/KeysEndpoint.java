package dev.lockstep.emulator.clerk.api;

import com.nimbusds.jose.jwk.JWKSet;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.token.JwtTemplate;
import dev.lockstep.emulator.clerk.token.JwtTemplates;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /jwks} and {@code /jwt_templates}. */
final class KeysEndpoint {

    private static final Set<String> TEMPLATE_FIELDS = Set.of(
            "name",
            "claims",
            "lifetime",
            "allowed_clock_skew",
            "custom_signing_key",
            "signing_algorithm",
            "signing_key");
    private static final long MOST_SKEW_SECONDS = 300;

    private final Instance instance;
    private final JwtTemplates templates;
    private final Answers answers;
    private final Bodies bodies;

    KeysEndpoint(Instance instance, JwtTemplates templates, Answers answers) {
        this.instance = instance;
        this.templates = templates;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/jwks", request -> keys())
                .GET("/jwt_templates", this::list)
                .POST("/jwt_templates", this::create)
                .GET("/jwt_templates/{id}", request -> answers.ok(template(get(request))))
                .PATCH("/jwt_templates/{id}", this::update)
                .DELETE("/jwt_templates/{id}", this::delete);
    }

    private ServerResponse keys() {
        String keys = new JWKSet(instance.key()).toPublicJWKSet().toString();
        return answers.ok(answers.json().readTree(keys));
    }

    private ServerResponse list(ServerRequest request) {
        List<JwtTemplate> all = templates.list();
        ArrayNode list = answers.json().createArrayNode();
        // Whoever names no part gets all, as ever.
        boolean part =
                request.param("limit").isPresent() || request.param("offset").isPresent();
        (part ? Page.of(request).cut(all) : all).forEach(template -> list.add(template(template)));
        return answers.list(request, list, all.size());
    }

    private JwtTemplate get(ServerRequest request) {
        return templates.get(request.pathVariable("id")).orElseThrow(() -> Refusal.notFound("JWT template"));
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        Content content = content(bodies.object(request));
        return answers.ok(
                template(templates.create(content.name(), content.claims(), content.lifetime(), content.clockSkew())));
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        Content content = content(bodies.object(request));
        return answers.ok(template(templates.update(
                get(request).id(), content.name(), content.claims(), content.lifetime(), content.clockSkew())));
    }

    private ServerResponse delete(ServerRequest request) {
        JwtTemplate template = get(request);
        templates.delete(template.id());
        return answers.deleted("jwt_template", template.id());
    }

    private record Content(String name, ObjectNode claims, Duration lifetime, Duration clockSkew) {}

    private static Content content(ObjectNode body) {
        for (String name : body.propertyNames()) {
            if (!TEMPLATE_FIELDS.contains(name)) {
                throw Refusal.unknown(name);
            }
        }
        if (body.path("custom_signing_key").asBoolean(false)) {
            throw Refusal.field(
                    "form_param_value_invalid",
                    "custom_signing_key",
                    "custom_signing_key is not available on this instance.");
        }
        String name = body.path("name").asString("");
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw Refusal.illFormed("name", "1 to 64 letters, digits, hyphens and underscores");
        }
        if (!(body.get("claims") instanceof ObjectNode claims)) {
            throw Refusal.illFormed("claims", "an object");
        }
        Duration lifetime = duration(
                body,
                "lifetime",
                JwtTemplates.defaultLifetime(),
                SessionsEndpoint.SHORTEST_SECONDS,
                SessionsEndpoint.LONGEST_SECONDS);
        Duration skew = duration(body, "allowed_clock_skew", JwtTemplates.defaultClockSkew(), 0, MOST_SKEW_SECONDS);
        return new Content(name, claims, lifetime, skew);
    }

    private static Duration duration(ObjectNode body, String name, Duration otherwise, long least, long most) {
        JsonNode value = body.path(name);
        return value.isMissingNode() || value.isNull() ? otherwise : SessionsEndpoint.seconds(value, name, least, most);
    }

    private ObjectNode template(JwtTemplate template) {
        ObjectNode node = answers.json()
                .createObjectNode()
                .put("object", "jwt_template")
                .put("id", template.id())
                .put("name", template.name())
                .put("lifetime", template.lifetime().toSeconds())
                .put("allowed_clock_skew", template.clockSkew().toSeconds())
                .put("custom_signing_key", false)
                .put("signing_algorithm", "RS256")
                .put("created_at", template.createdAt().toEpochMilli())
                .put("updated_at", template.updatedAt().toEpochMilli());
        node.set("claims", template.claims());
        return node;
    }
}
