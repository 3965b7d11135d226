package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.people.Proof;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Addresses and telephone numbers in Clerk's words. */
final class IdentityJson {

    private final JsonMapper json;

    IdentityJson(JsonMapper json) {
        this.json = json;
    }

    ObjectNode of(EmailAddress email) {
        long created = email.createdAt().toEpochMilli();
        ObjectNode node = json.createObjectNode()
                .put("id", email.id())
                .put("object", "email_address")
                .put("email_address", email.address())
                .put("reserved", email.proof() == Proof.RESERVED)
                .put("matches_sso_connection", false)
                .put("created_at", created)
                .put("updated_at", created);
        boolean linked = email.linkedAccount() != null;
        if (linked) {
            node.putObject("verification")
                    .put("object", "verification_from_oauth")
                    .put("status", "verified")
                    .put("strategy", "from_" + email.linkedType())
                    .putNull("attempts")
                    .putNull("expire_at");
        } else {
            putVerification(node, email.proof(), "email_code");
        }
        var links = node.putArray("linked_to");
        if (linked) {
            links.addObject().put("type", email.linkedType()).put("id", email.linkedAccount());
        }
        return node;
    }

    ObjectNode of(PhoneNumber phone) {
        long created = phone.createdAt().toEpochMilli();
        ObjectNode node = json.createObjectNode()
                .put("id", phone.id())
                .put("object", "phone_number")
                .put("phone_number", phone.number())
                .put("reserved_for_second_factor", phone.secondFactorOnly())
                .put("default_second_factor", false)
                .put("reserved", phone.proof() == Proof.RESERVED)
                .put("created_at", created)
                .put("updated_at", created);
        putVerification(node, phone.proof(), "phone_code");
        node.putArray("linked_to");
        node.putNull("backup_codes");
        return node;
    }

    private static void putVerification(ObjectNode node, Proof proof, String code) {
        switch (proof) {
            case CODE ->
                node.putObject("verification")
                        .put("object", "verification_otp")
                        .put("status", "verified")
                        .put("strategy", code)
                        .put("attempts", 1)
                        .putNull("expire_at");
            case ADMIN ->
                node.putObject("verification")
                        .put("object", "verification_admin")
                        .put("status", "verified")
                        .put("strategy", "admin")
                        .putNull("attempts")
                        .putNull("expire_at");
            case RESERVED, NONE -> node.putNull("verification");
        }
    }
}
