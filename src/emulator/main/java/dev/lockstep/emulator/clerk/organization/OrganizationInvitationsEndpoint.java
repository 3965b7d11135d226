package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.role.Role;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Order;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
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

/** Invitations to organizations: of one, of all, and to one person. No mail is sent: the address is in the answer. */
final class OrganizationInvitationsEndpoint {

    private static final long DEFAULT_DAYS = 30;
    private static final long MOST_DAYS = 365;
    private static final Map<String, Comparator<OrganizationInvitation>> ORDERS = Map.of(
            "created_at",
                    Comparator.comparing(OrganizationInvitation::createdAt).thenComparing(OrganizationInvitation::id),
            "email_address", Comparator.comparing(OrganizationInvitation::email));

    private final Organizations organizations;
    private final OrganizationInvitations invitations;
    private final People people;
    private final OrganizationJson json;
    private final Answers answers;
    private final Bodies bodies;

    OrganizationInvitationsEndpoint(
            Organizations organizations,
            OrganizationInvitations invitations,
            People people,
            OrganizationJson json,
            Answers answers) {
        this.organizations = organizations;
        this.invitations = invitations;
        this.people = people;
        this.json = json;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        String below = "/organizations/{id}/invitations";
        routes.GET(below, request -> list(request, invitations.of(organization(request))))
                .POST(below, this::create)
                .POST(below + "/bulk", this::createAll)
                .GET(below + "/pending", this::pending)
                .GET(
                        below + "/{invitation}",
                        request -> answers.ok(
                                of(invitations.get(organization(request), request.pathVariable("invitation")))))
                .POST(below + "/{invitation}/revoke", this::revoke)
                .GET("/organization_invitations", request -> list(request, invitations.all(), this::withOrganization))
                .GET("/users/{id}/organization_invitations", this::ofUser);
    }

    private interface Written {
        ObjectNode of(OrganizationInvitation invitation);
    }

    private ServerResponse list(ServerRequest request, List<OrganizationInvitation> all) {
        return list(request, all, this::of);
    }

    private ServerResponse list(ServerRequest request, List<OrganizationInvitation> all, Written written) {
        List<String> statuses = values(request, "status");
        List<String> emails =
                values(request, "email_address").stream().map(EmailAddress::key).toList();
        String query = request.param("query").orElse("").toLowerCase(Locale.ROOT);
        List<OrganizationInvitation> wanted = all.stream()
                .filter(known ->
                        statuses.isEmpty() || statuses.contains(known.status().text()))
                .filter(known -> emails.isEmpty() || emails.contains(EmailAddress.key(known.email())))
                .filter(known -> (known.email() + " " + known.id())
                        .toLowerCase(Locale.ROOT)
                        .contains(query))
                .sorted(Order.of(request, ORDERS, "-created_at"))
                .toList();
        ArrayNode page = answers.json().createArrayNode();
        Page.of(request).cut(wanted).forEach(known -> page.add(written.of(known)));
        return answers.counted(page, wanted.size());
    }

    static List<String> values(ServerRequest request, String name) {
        var values = new ArrayList<String>();
        values.addAll(request.params().getOrDefault(name, List.of()));
        values.addAll(request.params().getOrDefault(name + "[]", List.of()));
        return values;
    }

    private ServerResponse pending(ServerRequest request) {
        List<OrganizationInvitation> pending = invitations.of(organization(request)).stream()
                .filter(known -> known.status() == OrganizationInvitation.Status.PENDING)
                .toList();
        return list(request, pending);
    }

    private ServerResponse ofUser(ServerRequest request) {
        List<String> addresses = people.get(request.pathVariable("id")).emails().stream()
                .map(email -> EmailAddress.key(email.address()))
                .toList();
        return list(
                request,
                invitations.all().stream()
                        .filter(known -> addresses.contains(EmailAddress.key(known.email())))
                        .toList(),
                this::withOrganization);
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        Organization organization = organization(request);
        var wish = wish(bodies.object(request));
        return answers.ok(of(invitations.create(organization, List.of(wish)).getFirst()));
    }

    private ServerResponse createAll(ServerRequest request) throws IOException {
        Organization organization = organization(request);
        var wishes = new ArrayList<OrganizationInvitations.Wish>();
        for (ObjectNode body : bodies.objects(request)) {
            wishes.add(wish(body));
        }
        List<OrganizationInvitation> made = invitations.create(organization, wishes);
        ArrayNode page = answers.json().createArrayNode();
        made.forEach(invitation -> page.add(of(invitation)));
        return answers.counted(page, made.size());
    }

    private static OrganizationInvitations.Wish wish(ObjectNode body) {
        var form = new Form(body).ignore("notify");
        String email = form.required("email_address");
        if (!EmailAddress.plausible(email)) {
            throw Refusal.illFormed("email_address", "a valid email address");
        }
        var wish = new OrganizationInvitations.Wish(
                email,
                Role.of(form.required("role")),
                form.text("inviter_user_id").orElse(null),
                OrganizationsEndpoint.metadata(form, Metadata.empty(), Metadata::replaced),
                form.text("redirect_url").orElse(null),
                Duration.ofDays(form.whole("expires_in_days", 1, MOST_DAYS).orElse(DEFAULT_DAYS)));
        form.end();
        return wish;
    }

    private ServerResponse revoke(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request)).ignore("requesting_user_id");
        form.end();
        return answers.ok(of(invitations.revoke(organization(request), request.pathVariable("invitation"))));
    }

    private Organization organization(ServerRequest request) {
        return organizations.get(request.pathVariable("id"));
    }

    private ObjectNode of(OrganizationInvitation invitation) {
        return json.of(invitation, inviter(invitation));
    }

    /** As those see it who are invited. */
    private ObjectNode withOrganization(OrganizationInvitation invitation) {
        ObjectNode node = of(invitation);
        organizations
                .find(invitation.organizationId())
                .ifPresent(organization -> node.set("public_organization_data", json.publicData(organization)));
        return node;
    }

    private Optional<Person> inviter(OrganizationInvitation invitation) {
        return Optional.ofNullable(invitation.inviterId()).flatMap(people::find);
    }
}
