package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.role.Role;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Order;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who belongs to organizations: to one, to all, and where one person belongs. */
final class MembershipsEndpoint {

    /** A membership with whom it is of. */
    record Member(Membership membership, Person person) {}

    private static final Map<String, Comparator<Member>> ORDERS = Map.of(
            "created_at",
                    Comparator.comparing((Member member) -> member.membership().createdAt())
                            .thenComparing(member -> member.membership().id()),
            "first_name",
                    by(member -> Optional.ofNullable(member.person().profile().firstName())),
            "last_name",
                    by(member -> Optional.ofNullable(member.person().profile().lastName())),
            "username",
                    by(member -> Optional.ofNullable(member.person().profile().username())),
            "email_address", by(member -> member.person().primaryEmail().map(EmailAddress::address)),
            "phone_number", by(member -> member.person().primaryPhone().map(PhoneNumber::number)));

    private interface Mark {
        Optional<String> of(Member member);
    }

    private static Comparator<Member> by(Mark mark) {
        return Comparator.comparing(member -> mark.of(member).orElse(""));
    }

    private final Organizations organizations;
    private final Memberships memberships;
    private final People people;
    private final OrganizationJson json;
    private final Answers answers;
    private final Bodies bodies;

    MembershipsEndpoint(
            Organizations organizations,
            Memberships memberships,
            People people,
            OrganizationJson json,
            Answers answers) {
        this.organizations = organizations;
        this.memberships = memberships;
        this.people = people;
        this.json = json;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        String below = "/organizations/{id}/memberships";
        routes.GET(
                        below,
                        request -> list(
                                request,
                                memberships.ofOrganization(organization(request).id())))
                .POST(below, this::create)
                .PATCH(below + "/{user}", this::update)
                .DELETE(below + "/{user}", this::delete)
                .PATCH(below + "/{user}/metadata", this::metadata)
                .GET("/organization_memberships", request -> list(request, memberships.all()))
                .GET(
                        "/users/{id}/organization_memberships",
                        request -> list(
                                request,
                                memberships.ofUser(
                                        people.get(request.pathVariable("id")).id())));
    }

    private ServerResponse list(ServerRequest request, List<Membership> all) {
        var filter = new MemberFilter(request);
        List<Member> wanted = all.stream()
                .flatMap(membership ->
                        people.find(membership.userId()).map(person -> new Member(membership, person)).stream())
                .filter(filter::admits)
                .sorted(Order.of(request, ORDERS, "-created_at"))
                .toList();
        ArrayNode page = answers.json().createArrayNode();
        Page.of(request).cut(wanted).forEach(member -> page.add(of(member)));
        return answers.counted(page, wanted.size());
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        Organization organization = organization(request);
        var form = new Form(bodies.object(request));
        String user = form.required("user_id");
        Role role = Role.of(form.required("role"));
        Metadata metadata = OrganizationsEndpoint.metadata(form, Metadata.empty(), Metadata::replaced);
        form.end();
        return answer(organizations.join(organization, user, role, metadata));
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        Role role = Role.of(form.required("role"));
        form.end();
        return answer(organizations.change(
                organization(request).id(),
                request.pathVariable("user"),
                membership -> membership.with(role, organizations.now())));
    }

    private ServerResponse delete(ServerRequest request) {
        return answer(organizations.leave(organization(request).id(), request.pathVariable("user")));
    }

    private ServerResponse metadata(ServerRequest request) throws IOException {
        ObjectNode body = bodies.object(request);
        return answer(organizations.change(organization(request).id(), request.pathVariable("user"), membership -> {
            var form = new Form(body);
            Metadata after = OrganizationsEndpoint.metadata(form, membership.metadata(), Metadata::merged);
            form.end();
            return membership.with(after, organizations.now());
        }));
    }

    private Organization organization(ServerRequest request) {
        return organizations.get(request.pathVariable("id"));
    }

    private ServerResponse answer(Membership membership) {
        return answers.ok(of(new Member(membership, people.get(membership.userId()))));
    }

    private ObjectNode of(Member member) {
        Organization organization = organizations.get(member.membership().organizationId());
        return json.of(member.membership(), organizations.counted(organization), member.person());
    }
}
