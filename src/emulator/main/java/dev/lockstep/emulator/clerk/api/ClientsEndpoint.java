package dev.lockstep.emulator.clerk.api;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.store.Browsers;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /clients}: the browsers with their sign-ins. */
final class ClientsEndpoint {

    private final Browsers browsers;
    private final Sessions sessions;
    private final Answers answers;
    private final Bodies bodies;
    private final SessionJson json;

    ClientsEndpoint(Browsers browsers, Sessions sessions, Answers answers) {
        this.browsers = browsers;
        this.sessions = sessions;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
        this.json = new SessionJson(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/clients", this::list)
                .POST("/clients/verify", this::verify)
                .GET("/clients/{id}", request -> answer(browsers.find(request.pathVariable("id"))));
    }

    private ServerResponse list(ServerRequest request) {
        Page page = Page.of(request);
        ArrayNode list = answers.json().createArrayNode();
        browsers.list(page.limit(), page.offset()).forEach(client -> list.add(of(client)));
        return answers.list(request, list, browsers.count());
    }

    private ServerResponse verify(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String token = form.required("token");
        form.end();
        return answer(browsers.byToken(token));
    }

    private ServerResponse answer(Optional<Browsers.Client> client) {
        return answers.ok(client.map(this::of).orElseThrow(() -> Refusal.notFound("Client")));
    }

    private ObjectNode of(Browsers.Client client) {
        List<Session> all = sessions.ofClient(client.id());
        List<Session> active = all.stream()
                .filter(session -> session.status() == Session.Status.ACTIVE)
                .toList();
        long created = client.createdAt().toEpochMilli();
        ObjectNode node = answers.json()
                .createObjectNode()
                .put("object", "client")
                .put("id", client.id())
                .putNull("sign_in_id")
                .putNull("sign_up_id")
                .put(
                        "last_active_session_id",
                        active.stream().map(Session::id).findFirst().orElse(null))
                .putNull("last_authentication_strategy")
                .put("created_at", created)
                .put(
                        "updated_at",
                        all.stream()
                                .mapToLong(session -> session.updatedAt().toEpochMilli())
                                .max()
                                .orElse(created));
        var ids = node.putArray("session_ids");
        var list = node.putArray("sessions");
        active.forEach(session -> {
            ids.add(session.id());
            list.add(json.of(session));
        });
        return node;
    }
}
