package dev.lockstep.emulator.clerk.role;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /organization_roles} and {@code /organization_permissions}, to be looked at. */
public final class RolesEndpoint {

    private final long made;
    private final Answers answers;

    /** @param made when the instance was, and with it its roles */
    public RolesEndpoint(Instant made, Answers answers) {
        this.made = made.toEpochMilli();
        this.answers = answers;
    }

    public void routes(RouterFunctions.Builder routes) {
        routes.GET("/organization_roles", request -> list(request, List.of(Role.values()), this::of))
                .GET(
                        "/organization_roles/{id}",
                        request -> one(request, Stream.of(Role.values()).map(this::of), "Role"))
                .GET("/organization_permissions", request -> list(request, permissions(), this::permission))
                .GET(
                        "/organization_permissions/{id}",
                        request -> one(request, permissions().stream().map(this::permission), "Permission"));
    }

    private static List<String> permissions() {
        return Role.ADMIN.permissions();
    }

    private <T> ServerResponse list(ServerRequest request, List<T> all, Function<T, ObjectNode> written) {
        String query = request.param("query").orElse("").toLowerCase(Locale.ROOT);
        List<ObjectNode> wanted = all.stream()
                .map(written)
                .filter(node -> Stream.of("id", "name", "key")
                        .anyMatch(field -> node.get(field)
                                .stringValue()
                                .toLowerCase(Locale.ROOT)
                                .contains(query)))
                .toList();
        ArrayNode page = answers.json().createArrayNode();
        Page.of(request).cut(wanted).forEach(page::add);
        return answers.counted(page, wanted.size());
    }

    private ServerResponse one(ServerRequest request, Stream<ObjectNode> all, String what) {
        String id = request.pathVariable("id");
        return answers.ok(all.filter(node -> node.get("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(what)));
    }

    private ObjectNode of(Role role) {
        ObjectNode node = answers.json()
                .createObjectNode()
                .put("object", "role")
                .put("id", id("role", role.key()))
                .put("name", role.title())
                .put("key", role.key())
                .putNull("description")
                .put("is_creator_eligible", role == Role.ADMIN)
                .put("created_at", made)
                .put("updated_at", made);
        var permissions = node.putArray("permissions");
        role.permissions().forEach(key -> permissions.add(permission(key)));
        return node;
    }

    private ObjectNode permission(String key) {
        String[] words = key.split(":");
        return answers.json()
                .createObjectNode()
                .put("object", "permission")
                .put("id", id("perm", key))
                .put("name", words[1].replace("sys_", "") + " " + words[2])
                .put("key", key)
                .put("description", "")
                .put("type", "system")
                .put("created_at", made)
                .put("updated_at", made);
    }

    /** The same in each instance, as the roles themselves are. */
    private static String id(String prefix, String key) {
        return prefix + "_" + key.replaceFirst("^org:", "").replace(':', '_');
    }
}
