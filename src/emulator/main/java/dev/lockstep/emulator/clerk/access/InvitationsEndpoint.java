package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.ticket.AcceptPage;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Order;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /invitations}. No mail is sent: the address to open is in the answer. */
final class InvitationsEndpoint {

    private static final long DEFAULT_DAYS = 30;
    private static final long MOST_DAYS = 365;
    private static final Map<String, Comparator<Invitation>> ORDERS = Map.of(
            "created_at", Comparator.comparing(Invitation::createdAt).thenComparing(Invitation::id),
            "email_address", Comparator.comparing(Invitation::email),
            "expires_at", Comparator.comparing(Invitation::expiresAt));

    private final Invitations invitations;
    private final URI issuer;
    private final Answers answers;
    private final Bodies bodies;

    InvitationsEndpoint(Invitations invitations, URI issuer, Answers answers) {
        this.invitations = invitations;
        this.issuer = issuer;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/invitations", this::list)
                .POST("/invitations", this::create)
                .POST("/invitations/bulk", this::createAll)
                .POST("/invitations/{id}/revoke", this::revoke);
    }

    private ServerResponse list(ServerRequest request) {
        Optional<String> status = request.param("status");
        String query = request.param("query").orElse("").toLowerCase(Locale.ROOT);
        List<Invitation> wanted = invitations.all().stream()
                .filter(invitation -> status.map(
                                text -> invitation.status().text().equals(text))
                        .orElse(invitation.status() != Invitation.Status.REVOKED))
                .filter(invitation -> (invitation.email() + " " + invitation.id())
                        .toLowerCase(Locale.ROOT)
                        .contains(query))
                .sorted(Order.of(request, ORDERS, "-created_at"))
                .toList();
        return answers.list(request, page(Page.of(request).cut(wanted)), wanted.size());
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        return answers.ok(
                of(invitations.create(List.of(wish(bodies.object(request)))).getFirst()));
    }

    private ServerResponse createAll(ServerRequest request) throws IOException {
        var wishes = new ArrayList<Invitations.Wish>();
        for (ObjectNode body : bodies.objects(request)) {
            wishes.add(wish(body));
        }
        return answers.ok(page(invitations.create(wishes)));
    }

    private Invitations.Wish wish(ObjectNode body) {
        var form = new Form(body).ignore("notify", "template_slug");
        String email = form.required("email_address");
        if (!EmailAddress.plausible(email)) {
            throw Refusal.illFormed("email_address", "a valid email address");
        }
        var wish = new Invitations.Wish(
                email,
                form.object("public_metadata").orElseGet(answers.json()::createObjectNode),
                form.text("redirect_url").orElse(null),
                Duration.ofDays(form.whole("expires_in_days", 1, MOST_DAYS).orElse(DEFAULT_DAYS)),
                form.flag("ignore_existing").orElse(false));
        form.end();
        return wish;
    }

    private ServerResponse revoke(ServerRequest request) {
        return answers.ok(of(invitations.revoke(request.pathVariable("id"))).put("revoked", true));
    }

    private ArrayNode page(List<Invitation> some) {
        ArrayNode page = answers.json().createArrayNode();
        some.forEach(invitation -> page.add(of(invitation)));
        return page;
    }

    private ObjectNode of(Invitation invitation) {
        ObjectNode node = answers.json()
                .createObjectNode()
                .put("object", "invitation")
                .put("id", invitation.id())
                .put("email_address", invitation.email())
                .put("revoked", invitation.status() == Invitation.Status.REVOKED)
                .put("status", invitation.status().text())
                .put("expires_at", invitation.expiresAt().toEpochMilli())
                .put("created_at", invitation.createdAt().toEpochMilli())
                .put("updated_at", invitation.updatedAt().toEpochMilli());
        node.set("public_metadata", invitation.metadata());
        if (invitation.status() == Invitation.Status.PENDING) {
            node.put("url", AcceptPage.address(issuer, invitation.ticket()));
        }
        return node;
    }
}
