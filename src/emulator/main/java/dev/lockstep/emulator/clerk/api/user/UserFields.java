package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Person.Profile;
import dev.lockstep.emulator.clerk.people.Person.Standing;
import dev.lockstep.emulator.clerk.people.Person.Times;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Refusal.Fault;
import dev.lockstep.emulator.clerk.people.Usernames;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a person that a request may set, one by one and by name: a body is never merged as it comes. Fields that
 * only steer the request, such as {@code notify_primary_email_address_changed}, are checked and change nothing.
 */
final class UserFields {

    private static final int LONGEST_NAME = 256;

    private final List<UnaryOperator<Person>> changes = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    private UserFields() {}

    /** Whether metadata may come along. */
    enum Metadatas {
        ACCEPTED,
        REFUSED
    }

    /** @throws Refusal naming every field that is unknown or ill-formed */
    static UnaryOperator<Person> parse(ObjectNode body, Metadatas metadata) {
        var fields = new UserFields();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            try {
                fields.read(field.getKey(), field.getValue(), metadata);
            } catch (Refusal refusal) {
                fields.faults.addAll(refusal.faults());
            }
        }
        if (!fields.faults.isEmpty()) {
            throw Refusal.fields(fields.faults);
        }
        return person -> {
            Person changed = person;
            for (UnaryOperator<Person> change : fields.changes) {
                changed = change.apply(changed);
            }
            return changed;
        };
    }

    private void read(String name, JsonNode value, Metadatas metadata) {
        switch (name) {
            case "first_name" -> profile(Profile::withFirstName, text(name, value));
            case "last_name" -> profile(Profile::withLastName, text(name, value));
            case "locale" -> profile(Profile::withLocale, text(name, value));
            case "external_id" -> profile(Profile::withExternalId, blankAsNull(text(name, value)));
            case "username" -> username(blankAsNull(text(name, value)));
            case "primary_email_address_id" -> primaryEmail(text(name, value));
            case "primary_phone_number_id" -> primaryPhone(text(name, value));
            case "public_metadata" -> metadata(Metadata.Kind.PUBLIC, value, metadata);
            case "private_metadata" -> metadata(Metadata.Kind.PRIVATE, value, metadata);
            case "unsafe_metadata" -> metadata(Metadata.Kind.UNSAFE, value, metadata);
            case "created_at", "legal_accepted_at" -> time(name, value);
            case "delete_self_enabled", "create_organization_enabled", "bypass_client_trust" -> flag(name, value);
            case "create_organizations_limit" -> organizationsLimit(value);
            case "notify_primary_email_address_changed",
                    "skip_legal_checks",
                    "skip_password_requirement",
                    "skip_user_requirement",
                    "sign_out_of_other_sessions" -> flagOrNull(name, value);
            // Also second factors and wallets, which this instance has not enabled.
            default -> throw Refusal.unknown(name);
        }
    }

    private void profile(BiFunction<Profile, @Nullable String, Profile> change, @Nullable String value) {
        changes.add(person -> person.with(change.apply(person.profile(), value)));
    }

    private void username(@Nullable String value) {
        profile(Profile::withUsername, value == null ? null : Usernames.checked(value));
    }

    private void primaryEmail(@Nullable String id) {
        changes.add(person -> {
            if (person.emails().stream().noneMatch(email -> email.id().equals(id))) {
                throw Refusal.field(
                        "form_param_value_invalid",
                        "primary_email_address_id",
                        "primary_email_address_id must be one of the user's email addresses.");
            }
            return person.with(person.profile().withPrimaryEmailId(id));
        });
    }

    private void primaryPhone(@Nullable String id) {
        changes.add(person -> {
            if (person.phones().stream().noneMatch(phone -> phone.id().equals(id))) {
                throw Refusal.field(
                        "form_param_value_invalid",
                        "primary_phone_number_id",
                        "primary_phone_number_id must be one of the user's phone numbers.");
            }
            return person.with(person.profile().withPrimaryPhoneId(id));
        });
    }

    private void metadata(Metadata.Kind kind, JsonNode value, Metadatas metadata) {
        if (metadata == Metadatas.REFUSED) {
            throw Refusal.unknown(kind.field());
        }
        if (!(value instanceof ObjectNode content)) {
            throw Refusal.illFormed(kind.field(), "an object");
        }
        changes.add(person -> person.with(person.metadata().replaced(kind, content)));
    }

    private void time(String name, JsonNode value) {
        String text = text(name, value);
        if (text == null) {
            return;
        }
        Instant instant = instant(name, text);
        changes.add(person -> {
            Times times = person.times();
            boolean created = name.equals("created_at");
            return person.with(new Times(
                    created ? instant : times.created(),
                    times.updated(),
                    times.lastSignIn(),
                    times.lastActive(),
                    created ? times.legalAccepted() : instant));
        });
    }

    static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.illFormed(name, "a time in RFC 3339 format");
        }
    }

    private void flag(String name, JsonNode value) {
        flagOrNull(name, value);
        if (value.isNull()) {
            return;
        }
        boolean flag = value.booleanValue();
        changes.add(person -> {
            Standing was = person.standing();
            return person.with(new Standing(
                    was.banned(),
                    was.locked(),
                    name.equals("delete_self_enabled") ? flag : was.mayDeleteSelf(),
                    name.equals("create_organization_enabled") ? flag : was.mayCreateOrganizations(),
                    was.organizationsLimit(),
                    name.equals("bypass_client_trust") ? flag : was.bypassesClientTrust()));
        });
    }

    private static void flagOrNull(String name, JsonNode value) {
        if (!value.isBoolean() && !value.isNull()) {
            throw Refusal.illFormed(name, "true or false");
        }
    }

    private void organizationsLimit(JsonNode value) {
        if (!value.isNull() && !(value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0)) {
            throw Refusal.illFormed("create_organizations_limit", "a whole number that is not negative");
        }
        Integer limit = value.isNull() ? null : value.intValue();
        changes.add(person -> {
            Standing was = person.standing();
            return person.with(new Standing(
                    was.banned(),
                    was.locked(),
                    was.mayDeleteSelf(),
                    was.mayCreateOrganizations(),
                    limit,
                    was.bypassesClientTrust()));
        });
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable String text(String name, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw Refusal.illFormed(name, "a string");
        }
        String text = value.stringValue();
        if (text.length() > LONGEST_NAME) {
            throw Refusal.field("form_param_max_length_exceeded", name, name + " must not exceed 256 characters.");
        }
        return text;
    }
}
