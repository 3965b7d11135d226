package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.people.Portrait;
import dev.lockstep.emulator.clerk.ticket.AcceptPage;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Organizations, memberships and invitations in Clerk's words. */
final class OrganizationJson {

    private final JsonMapper json;
    private final URI issuer;

    OrganizationJson(JsonMapper json, URI issuer) {
        this.json = json;
        this.issuer = issuer;
    }

    ObjectNode of(Organization organization) {
        ObjectNode node = json.createObjectNode()
                .put("object", "organization")
                .put("id", organization.id())
                .put("name", organization.name())
                .put("slug", organization.slug())
                .put("image_url", image(organization))
                .put("has_image", organization.imageId() != null)
                .put("max_allowed_memberships", organization.mostMembers())
                .put("admin_delete_enabled", organization.adminsMayDelete())
                .put("created_at", organization.createdAt().toEpochMilli())
                .put("updated_at", organization.updatedAt().toEpochMilli());
        if (organization.createdBy() != null) {
            node.put("created_by", organization.createdBy());
        }
        node.set("public_metadata", organization.metadata().open());
        node.set("private_metadata", organization.metadata().closed());
        return node;
    }

    ObjectNode deleted(Organization gone) {
        return json.createObjectNode()
                .put("object", "organization")
                .put("id", gone.id())
                .put("slug", gone.slug())
                .put("deleted", true);
    }

    String image(Organization organization) {
        if (organization.imageId() != null) {
            return issuer + "/images/" + organization.imageId();
        }
        String name = organization.name().strip();
        String initial = name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
        return issuer + "/images/"
                + new Portrait(initial, Math.floorMod(organization.id().hashCode(), 360)).fileName();
    }

    ObjectNode of(Membership membership, ObjectNode organization, Person person) {
        ObjectNode node = json.createObjectNode()
                .put("object", "organization_membership")
                .put("id", membership.id())
                .put("role", membership.role().key())
                .put("role_name", membership.role().title())
                .put("created_at", membership.createdAt().toEpochMilli())
                .put("updated_at", membership.updatedAt().toEpochMilli());
        var permissions = node.putArray("permissions");
        membership.role().permissions().forEach(permissions::add);
        node.set("public_metadata", membership.metadata().open());
        node.set("private_metadata", membership.metadata().closed());
        node.set("organization", organization);
        node.set("public_user_data", member(person));
        return node;
    }

    private ObjectNode member(Person person) {
        String image = Portrait.address(issuer, person).toString();
        return inviter(person)
                .put("profile_image_url", image)
                .put("username", person.profile().username())
                .put("banned", person.standing().banned())
                .put("deprovisioned", false);
    }

    private ObjectNode inviter(Person person) {
        return json.createObjectNode()
                .put("user_id", person.id())
                .put("first_name", person.profile().firstName())
                .put("last_name", person.profile().lastName())
                .put("image_url", Portrait.address(issuer, person).toString())
                .put("has_image", person.profile().imageId() != null)
                .put("identifier", identifier(person));
    }

    private static String identifier(Person person) {
        return person.primaryEmail()
                .map(EmailAddress::address)
                .or(() -> person.primaryPhone().map(PhoneNumber::number))
                .or(() -> Optional.ofNullable(person.profile().username()))
                .orElse("");
    }

    ObjectNode of(OrganizationInvitation invitation, Optional<Person> inviter) {
        ObjectNode node = json.createObjectNode()
                .put("object", "organization_invitation")
                .put("id", invitation.id())
                .put("email_address", invitation.email())
                .put("role", invitation.role().key())
                .put("role_name", invitation.role().title())
                .put("organization_id", invitation.organizationId())
                .put("inviter_id", invitation.inviterId())
                .put("status", invitation.status().text())
                .put("expires_at", invitation.expiresAt().toEpochMilli())
                .put("created_at", invitation.createdAt().toEpochMilli())
                .put("updated_at", invitation.updatedAt().toEpochMilli());
        inviter.ifPresentOrElse(
                person -> node.set("public_inviter_data", inviter(person)), () -> node.putNull("public_inviter_data"));
        node.set("public_metadata", invitation.metadata().open());
        node.set("private_metadata", invitation.metadata().closed());
        boolean open = invitation.status() == OrganizationInvitation.Status.PENDING;
        return node.put("url", open ? AcceptPage.address(issuer, invitation.ticket()) : null);
    }

    /** What an invitation tells of the organization to whom it invites. */
    ObjectNode publicData(Organization organization) {
        return json.createObjectNode()
                .put("id", organization.id())
                .put("name", organization.name())
                .put("slug", organization.slug())
                .put("image_url", image(organization))
                .put("has_image", organization.imageId() != null);
    }
}
