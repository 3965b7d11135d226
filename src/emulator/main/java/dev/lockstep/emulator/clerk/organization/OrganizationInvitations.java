package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.role.Role;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Newcomer;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Shelf;
import dev.lockstep.emulator.clerk.ticket.Acceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The invitations to organizations. Who accepts one is a person and a member from then on. Safe for any thread. */
final class OrganizationInvitations implements Acceptor {

    private static final int TICKET_LENGTH = 43;

    private final Database database;
    private final Shelf<OrganizationInvitation> shelf;
    private final Organizations organizations;
    private final Memberships memberships;
    private final People people;
    private final OrganizationJson json;
    private final Ids ids;

    OrganizationInvitations(OrganizationsApi.Stores stores, Organizations organizations, OrganizationJson json) {
        this.database = stores.database();
        this.shelf = organizations.invited();
        this.organizations = organizations;
        this.memberships = stores.memberships();
        this.people = stores.people();
        this.ids = stores.ids();
        this.json = json;
    }

    /** What is asked for. */
    record Wish(
            String email,
            Role role,
            @Nullable String inviterId,
            Metadata metadata,
            @Nullable String redirectUrl,
            Duration lifetime) {}

    /** All of them, or none when one is refused. */
    List<OrganizationInvitation> create(Organization organization, List<Wish> wishes) {
        return database.inTransaction(
                () -> wishes.stream().map(wish -> create(organization, wish)).toList());
    }

    private OrganizationInvitation create(Organization organization, Wish wish) {
        if (wish.inviterId() != null) {
            people.get(wish.inviterId());
        }
        if (people.byEmail(wish.email())
                .flatMap(person -> memberships.find(organization.id(), person.id()))
                .isPresent()) {
            throw Refusal.of(
                    400,
                    "already_a_member_in_organization",
                    wish.email() + " is already a member of the organization.");
        }
        if (pending(organization).stream()
                .anyMatch(known -> EmailAddress.key(known.email()).equals(EmailAddress.key(wish.email())))) {
            throw Refusal.of(400, "duplicate_record", wish.email() + " is invited already.");
        }
        Instant now = organizations.now();
        var invitation = new OrganizationInvitation(
                ids.make("orginv"),
                organization.id(),
                wish.email(),
                wish.role(),
                wish.inviterId(),
                wish.metadata(),
                wish.redirectUrl(),
                ids.text(TICKET_LENGTH),
                OrganizationInvitation.Status.PENDING,
                null,
                now.plus(wish.lifetime()),
                now,
                now);
        shelf.add(place(invitation), invitation);
        tell("organizationInvitation.created", invitation);
        return invitation;
    }

    private List<OrganizationInvitation> pending(Organization organization) {
        return of(organization).stream()
                .filter(known -> known.status() == OrganizationInvitation.Status.PENDING)
                .toList();
    }

    /** Newest first. */
    List<OrganizationInvitation> of(Organization organization) {
        return now(shelf.of(organization.id()));
    }

    /** Newest first. */
    List<OrganizationInvitation> all() {
        return now(shelf.all());
    }

    private List<OrganizationInvitation> now(List<OrganizationInvitation> stored) {
        Instant now = organizations.now();
        return stored.stream().map(invitation -> invitation.at(now)).toList();
    }

    /** @throws Refusal 404 when the organization has none of that id */
    OrganizationInvitation get(Organization organization, String id) {
        return shelf.find(id)
                .filter(invitation -> invitation.organizationId().equals(organization.id()))
                .map(invitation -> invitation.at(organizations.now()))
                .orElseThrow(() -> Refusal.notFound("Organization invitation"));
    }

    /** @throws Refusal 400 when it is not pending any more */
    OrganizationInvitation revoke(Organization organization, String id) {
        return database.inTransaction(() -> {
            shelf.held(id);
            OrganizationInvitation known = get(organization, id);
            if (known.status() != OrganizationInvitation.Status.PENDING) {
                throw Refusal.of(
                        400,
                        "organization_invitation_not_pending",
                        "The invitation is " + known.status().text() + " already.");
            }
            OrganizationInvitation revoked =
                    known.with(OrganizationInvitation.Status.REVOKED, null, organizations.now());
            shelf.replace(place(revoked), revoked);
            tell("organizationInvitation.revoked", revoked);
            return revoked;
        });
    }

    @Override
    public Optional<Entry> accept(String ticket) {
        return database.inTransaction(() -> shelf.heldByName(ticket)
                .map(invitation -> invitation.at(organizations.now()))
                .filter(invitation -> invitation.status() == OrganizationInvitation.Status.PENDING)
                .map(this::accepted));
    }

    private Entry accepted(OrganizationInvitation invitation) {
        Person person = people.byEmail(invitation.email())
                .orElseGet(
                        () -> people.create(Newcomer.by(invitation.email(), Person.Profile.named(null, null, null))));
        Organization organization = organizations.get(invitation.organizationId());
        if (memberships.find(organization.id(), person.id()).isEmpty()) {
            organizations.join(organization, person.id(), invitation.role(), invitation.metadata());
        }
        OrganizationInvitation accepted =
                invitation.with(OrganizationInvitation.Status.ACCEPTED, person.id(), organizations.now());
        shelf.replace(place(accepted), accepted);
        tell("organizationInvitation.accepted", accepted);
        return new Entry(
                person.id(),
                new Session.Terms(null, organization.id()),
                LIFETIME,
                Optional.ofNullable(invitation.redirectUrl()));
    }

    private void tell(String type, OrganizationInvitation invitation) {
        var data =
                json.of(invitation, Optional.ofNullable(invitation.inviterId()).flatMap(people::find));
        if (invitation.userId() != null) {
            data.put("user_id", invitation.userId());
        }
        organizations.tell(type, data);
    }

    private static Shelf.Place place(OrganizationInvitation invitation) {
        return new Shelf.Place(invitation.id(), invitation.ticket(), invitation.organizationId());
    }
}
