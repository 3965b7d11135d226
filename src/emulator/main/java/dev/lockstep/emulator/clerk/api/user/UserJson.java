package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.ExternalAccount;
import dev.lockstep.emulator.clerk.people.Password;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Portrait;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A person in Clerk's words. Every field that Clerk requires is there, as null where there is nothing. */
public final class UserJson {

    private static final int ATTEMPTS = 100;

    private final JsonMapper json;
    private final URI issuer;
    private final IdentityJson identities;

    /** @param issuer where the pictures are */
    public UserJson(JsonMapper json, URI issuer) {
        this.json = json;
        this.issuer = issuer;
        this.identities = new IdentityJson(json);
    }

    public ObjectNode of(Person person) {
        ObjectNode user = json.createObjectNode();
        putProfile(user, person);
        putIdentities(user, person);
        putSecurity(user, person);
        putTimes(user, person.times());
        return user;
    }

    /** What is said of somebody who is gone. */
    public ObjectNode deleted(String id, @Nullable String externalId) {
        ObjectNode body =
                json.createObjectNode().put("object", "user").put("id", id).put("deleted", true);
        if (externalId != null) {
            body.put("external_id", externalId);
        }
        return body;
    }

    private void putProfile(ObjectNode user, Person person) {
        Person.Profile profile = person.profile();
        String image = Portrait.address(issuer, person).toString();
        user.put("id", person.id())
                .put("object", "user")
                .put("external_id", profile.externalId())
                .put("primary_email_address_id", profile.primaryEmailId())
                .put("primary_phone_number_id", profile.primaryPhoneId())
                .putNull("primary_web3_wallet_id")
                .put("username", profile.username())
                .put("first_name", profile.firstName())
                .put("last_name", profile.lastName())
                .put("locale", profile.locale())
                .put("profile_image_url", image)
                .put("image_url", image)
                .put("has_image", profile.imageId() != null);
        user.set("public_metadata", person.metadata().open());
        user.set("private_metadata", person.metadata().closed());
        user.set("unsafe_metadata", person.metadata().unsafe());
    }

    private void putIdentities(ObjectNode user, Person person) {
        var emails = user.putArray("email_addresses");
        person.emails().forEach(email -> emails.add(identities.of(email)));
        var phones = user.putArray("phone_numbers");
        person.phones().forEach(phone -> phones.add(identities.of(phone)));
        user.putArray("web3_wallets");
        user.putArray("passkeys");
        var accounts = user.putArray("external_accounts");
        person.accounts().forEach(account -> accounts.add(account(account, person)));
        user.putArray("saml_accounts");
        user.putArray("enterprise_accounts");
    }

    private void putSecurity(ObjectNode user, Person person) {
        Person.Standing standing = person.standing();
        Password password = person.password();
        user.put("password_enabled", password != null)
                .put("two_factor_enabled", false)
                .put("totp_enabled", false)
                .put("backup_code_enabled", false)
                .putNull("mfa_enabled_at")
                .putNull("mfa_disabled_at")
                .put("password_last_updated_at", password == null ? null : millis(password.changedAt()))
                .put("banned", standing.banned())
                .put("locked", standing.locked())
                .put("deprovisioned", false)
                .putNull("lockout_expires_in_seconds")
                .put("verification_attempts_remaining", ATTEMPTS)
                .put("delete_self_enabled", standing.mayDeleteSelf())
                .put("create_organization_enabled", standing.mayCreateOrganizations())
                .put("create_organizations_limit", standing.organizationsLimit())
                .put("bypass_client_trust", standing.bypassesClientTrust());
    }

    private void putTimes(ObjectNode user, Person.Times times) {
        user.put("created_at", times.created().toEpochMilli())
                .put("updated_at", times.updated().toEpochMilli())
                .put("last_sign_in_at", millis(times.lastSignIn()))
                .put("last_active_at", millis(times.lastActive()))
                .put("legal_accepted_at", millis(times.legalAccepted()));
    }

    private JsonNode account(ExternalAccount account, Person person) {
        long created = account.createdAt().toEpochMilli();
        String image = issuer + "/images/" + Portrait.of(person).fileName();
        ObjectNode node = json.createObjectNode()
                .put("object", "external_account")
                .put("id", account.id())
                .put("provider", account.provider())
                .put("identification_id", account.identificationId())
                .put("provider_user_id", account.providerUserId())
                .put("approved_scopes", "email openid profile")
                .put("email_address", account.email())
                .put("email_address_verified", true)
                // Names here are texts in Clerk's schema, never null.
                .put("first_name", Objects.requireNonNullElse(account.firstName(), ""))
                .put("last_name", Objects.requireNonNullElse(account.lastName(), ""))
                .put("avatar_url", image)
                .put("image_url", image)
                .putNull("username")
                .putNull("phone_number")
                .putNull("label")
                .put("created_at", created)
                .put("updated_at", created);
        node.putObject("public_metadata");
        node.putObject("verification")
                .put("object", "verification_oauth")
                .put("status", "verified")
                .put("strategy", account.provider())
                .put("expire_at", created)
                .putNull("attempts");
        return node;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
