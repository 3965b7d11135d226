package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.util.List;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /allowlist_identifiers} and {@code /blocklist_identifiers}. */
final class IdentifierListsEndpoint {

    private static final String ALLOWED = "allowlist_identifier";
    private static final String BLOCKED = "blocklist_identifier";

    private final IdentifierList allowed;
    private final IdentifierList blocked;
    private final String instanceId;
    private final Answers answers;
    private final Bodies bodies;

    IdentifierListsEndpoint(IdentifierList allowed, IdentifierList blocked, String instanceId, Answers answers) {
        this.allowed = allowed;
        this.blocked = blocked;
        this.instanceId = instanceId;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/allowlist_identifiers", this::listAllowed)
                .POST("/allowlist_identifiers", request -> add(request, allowed, ALLOWED))
                .DELETE("/allowlist_identifiers/{id}", request -> remove(request, allowed, ALLOWED))
                .GET("/blocklist_identifiers", request -> listBlocked())
                .POST("/blocklist_identifiers", request -> add(request, blocked, BLOCKED))
                .DELETE("/blocklist_identifiers/{id}", request -> remove(request, blocked, BLOCKED));
    }

    private ServerResponse listAllowed(ServerRequest request) {
        List<ListedIdentifier> all = allowed.all();
        return answers.list(request, page(Page.of(request).cut(all), ALLOWED), all.size());
    }

    /** Always all, and always with their number. */
    private ServerResponse listBlocked() {
        List<ListedIdentifier> all = blocked.all();
        return answers.counted(page(all, BLOCKED), all.size());
    }

    private ServerResponse add(ServerRequest request, IdentifierList list, String object) throws IOException {
        var form = new Form(bodies.object(request)).ignore("notify");
        String identifier = form.required("identifier");
        form.end();
        return answers.ok(of(list.add(identifier), object));
    }

    private ServerResponse remove(ServerRequest request, IdentifierList list, String object) {
        String id = request.pathVariable("id");
        list.remove(id);
        return answers.deleted(object, id);
    }

    private ArrayNode page(List<ListedIdentifier> some, String object) {
        ArrayNode page = answers.json().createArrayNode();
        some.forEach(listed -> page.add(of(listed, object)));
        return page;
    }

    private ObjectNode of(ListedIdentifier listed, String object) {
        long created = listed.createdAt().toEpochMilli();
        return answers.json()
                .createObjectNode()
                .put("object", object)
                .put("id", listed.id())
                .put("identifier", listed.identifier())
                .put("identifier_type", listed.type())
                .put("instance_id", instanceId)
                .put("created_at", created)
                .put("updated_at", created);
    }
}
