package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.ClerkEvent;
import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.role.Role;
import dev.lockstep.emulator.clerk.store.Announcer;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.store.Shelf;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The organizations and who belongs to them. Each change and the webhook that tells of it are stored together. Safe for
 * any thread.
 */
final class Organizations {

    private static final int SUFFIX = 8;

    private final Database database;
    private final Shelf<Organization> shelf;
    private final Shelf<OrganizationInvitation> invited;
    private final Memberships memberships;
    private final People people;
    private final Sessions sessions;
    private final Announcer announcer;
    private final OrganizationJson json;
    private final Ids ids;
    private final Clock clock;

    Organizations(OrganizationsApi.Stores stores, JsonMapper mapper, OrganizationJson json) {
        this.database = stores.database();
        this.shelf = new Shelf<>(database, mapper, "organization", Organization.class);
        this.invited = new Shelf<>(database, mapper, "organization_invitation", OrganizationInvitation.class);
        this.memberships = stores.memberships();
        this.people = stores.people();
        this.sessions = stores.sessions();
        this.announcer = stores.announcer();
        this.ids = stores.ids();
        this.clock = stores.clock();
        this.json = json;
    }

    /** Newest first. */
    List<Organization> all() {
        return shelf.all();
    }

    Optional<Organization> find(String id) {
        return shelf.find(id);
    }

    /**
     * By id or slug.
     *
     * @throws Refusal 404 when there is none
     */
    Organization get(String idOrSlug) {
        return shelf.find(idOrSlug).or(() -> shelf.named(idOrSlug)).orElseThrow(() -> Refusal.notFound("Organization"));
    }

    /** Who belongs to it, and how many, changes for one after the other. */
    private Organization held(String id) {
        return shelf.held(id).orElseThrow(() -> Refusal.notFound("Organization"));
    }

    /** Whoever it is made by is its first administrator. A slug is made from the name where none is given. */
    Organization create(
            String name,
            @Nullable String slug,
            @Nullable String createdBy,
            Metadata metadata,
            OrganizationSettings settings,
            UnaryOperator<Organization> fields) {
        return database.inTransaction(() -> {
            if (createdBy != null) {
                people.get(createdBy);
            }
            Instant now = now();
            Organization made = fields.apply(new Organization(
                    ids.make("org"),
                    name,
                    slug == null ? slugOf(name) : slug,
                    null,
                    settings.mostMembers(),
                    settings.adminsMayDelete(),
                    metadata,
                    createdBy,
                    now,
                    now));
            try {
                shelf.add(place(made), made);
            } catch (DuplicateKeyException e) {
                throw slugTaken();
            }
            tell("organization.created", counted(made));
            if (createdBy != null) {
                insert(made, createdBy, Role.ADMIN, Metadata.empty());
            }
            return made;
        });
    }

    private String slugOf(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        boolean free = !plain.isEmpty() && shelf.named(plain).isEmpty();
        return free ? plain : plain + "-" + ids.text(SUFFIX).toLowerCase(Locale.ROOT);
    }

    private static Refusal slugTaken() {
        return Refusal.field("form_identifier_exists", "slug", "That slug is taken. Please try another.");
    }

    Organization update(String id, UnaryOperator<Organization> change) {
        return database.inTransaction(() -> {
            Organization after = change.apply(held(id)).changedAt(now());
            try {
                shelf.replace(place(after), after);
            } catch (DuplicateKeyException e) {
                throw slugTaken();
            }
            tell("organization.updated", counted(after));
            return after;
        });
    }

    /** With all memberships and invitations; sign-ins that were for it are for none. */
    Organization delete(String id) {
        return database.inTransaction(() -> {
            Organization gone = held(get(id).id());
            memberships.ofOrganization(gone.id()).forEach(memberships::remove);
            invited.of(gone.id()).forEach(invitation -> invited.remove(invitation.id()));
            sessions.leave(gone.id(), Optional.empty());
            shelf.remove(gone.id());
            tell("organization.deleted", json.deleted(gone));
            return gone;
        });
    }

    /** @throws Refusal when the person belongs there already, or the organization is full */
    Membership join(Organization organization, String userId, Role role, Metadata metadata) {
        return database.inTransaction(() -> insert(held(organization.id()), userId, role, metadata));
    }

    private Membership insert(Organization organization, String userId, Role role, Metadata metadata) {
        Person person = people.get(userId);
        if (memberships.find(organization.id(), userId).isPresent()) {
            throw Refusal.of(
                    400, "already_a_member_in_organization", "The user is already a member of the organization.");
        }
        long most = organization.mostMembers();
        if (most > 0 && memberships.count(organization.id()) >= most) {
            throw Refusal.of(
                    403,
                    "organization_membership_quota_exceeded",
                    "The organization has as many members as it may have: " + most + ".");
        }
        Instant now = now();
        var membership = new Membership(ids.make("orgmem"), organization.id(), userId, role, metadata, now, now);
        memberships.add(membership);
        tell("organizationMembership.created", json.of(membership, counted(organization), person));
        return membership;
    }

    Membership change(String organizationId, String userId, UnaryOperator<Membership> change) {
        return database.inTransaction(() -> {
            Organization organization = held(organizationId);
            Membership after = change.apply(member(organization, userId));
            memberships.replace(after);
            tell("organizationMembership.updated", json.of(after, counted(organization), people.get(userId)));
            return after;
        });
    }

    Membership leave(String organizationId, String userId) {
        return database.inTransaction(() -> {
            Organization organization = held(organizationId);
            Membership gone = member(organization, userId);
            memberships.remove(gone);
            sessions.leave(organization.id(), Optional.of(userId));
            tell("organizationMembership.deleted", json.of(gone, counted(organization), people.get(userId)));
            return gone;
        });
    }

    private Membership member(Organization organization, String userId) {
        return memberships
                .find(organization.id(), userId)
                .orElseThrow(() -> Refusal.notFound("Organization membership"));
    }

    /** The invitations, of which each is its organization's. */
    Shelf<OrganizationInvitation> invited() {
        return invited;
    }

    /** With the numbers of its members and of those who are invited. */
    ObjectNode counted(Organization organization) {
        List<Membership> members = memberships.ofOrganization(organization.id());
        return json.of(organization)
                .put("members_count", members.size())
                .put(
                        "pending_invitations_count",
                        invited.of(organization.id()).stream()
                                .filter(invitation ->
                                        invitation.at(now()).status() == OrganizationInvitation.Status.PENDING)
                                .count())
                .put(
                        "missing_member_with_elevated_permissions",
                        members.stream().noneMatch(member -> member.role() == Role.ADMIN));
    }

    /** Inside a transaction. */
    void tell(String type, ObjectNode data) {
        announcer.tell(new ClerkEvent.OrganizationNews(type, data));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Shelf.Place place(Organization organization) {
        return new Shelf.Place(organization.id(), organization.slug(), null);
    }
}
