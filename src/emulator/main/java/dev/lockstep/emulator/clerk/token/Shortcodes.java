package dev.lockstep.emulator.clerk.token;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.people.Portrait;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills the shortcodes of a template. A text that is one shortcode becomes the value, keeping its type; within a longer
 * text the value is spelled out. <code>{{a || 'b'}}</code> takes the first that is not null.
 */
final class Shortcodes {

    private static final Pattern CODE = Pattern.compile("\\{\\{(.*?)}}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Person person;
    private final Optional<ActiveOrganization> organization;
    private final URI issuer;

    Shortcodes(Person person, Optional<ActiveOrganization> organization, URI issuer) {
        this.person = person;
        this.organization = organization;
        this.issuer = issuer;
    }

    JsonNode fill(JsonNode claim) {
        if (claim instanceof ObjectNode object) {
            ObjectNode filled = NODES.objectNode();
            object.properties().forEach(field -> filled.set(field.getKey(), fill(field.getValue())));
            return filled;
        }
        if (claim instanceof ArrayNode array) {
            ArrayNode filled = NODES.arrayNode();
            array.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        return claim.isString() ? fillText(claim.stringValue()) : claim;
    }

    private JsonNode fillText(String text) {
        Matcher code = CODE.matcher(text);
        if (code.matches()) {
            return value(code.group(1));
        }
        return NODES.stringNode(code.replaceAll(found -> Matcher.quoteReplacement(spelled(value(found.group(1))))));
    }

    private static String spelled(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private JsonNode value(String expression) {
        JsonNode value = NODES.nullNode();
        for (String alternative : expression.split("\\|\\|")) {
            value = single(alternative.strip());
            if (!value.isNull()) {
                return value;
            }
        }
        return value;
    }

    private JsonNode single(String name) {
        if (name.length() >= 2 && name.startsWith("'") && name.endsWith("'")) {
            return NODES.stringNode(name.substring(1, name.length() - 1));
        }
        Person.Profile profile = person.profile();
        return switch (name) {
            case "user.id" -> text(person.id());
            case "user.external_id" -> text(profile.externalId());
            case "user.username" -> text(profile.username());
            case "user.first_name" -> text(profile.firstName());
            case "user.last_name" -> text(profile.lastName());
            case "user.full_name" -> text(person.fullName().orElse(null));
            case "user.image_url" -> text(Portrait.address(issuer, person).toString());
            case "user.has_image" -> NODES.booleanNode(profile.imageId() != null);
            case "user.primary_email_address" ->
                text(person.primaryEmail().map(EmailAddress::address).orElse(null));
            case "user.email_verified" ->
                NODES.booleanNode(person.primaryEmail()
                        .filter(email -> email.proof().verified())
                        .isPresent());
            case "user.primary_phone_number" ->
                text(person.primaryPhone().map(PhoneNumber::number).orElse(null));
            case "user.phone_number_verified" ->
                NODES.booleanNode(person.primaryPhone()
                        .filter(phone -> phone.proof().verified())
                        .isPresent());
            case "user.created_at" -> NODES.numberNode(person.times().created().getEpochSecond());
            case "user.updated_at" -> NODES.numberNode(person.times().updated().getEpochSecond());
            case "user.public_metadata" -> person.metadata().open();
            case "user.unsafe_metadata" -> person.metadata().unsafe();
            // What we have not heard of: Clerk answers null for what is absent.
            default -> name.startsWith("org.") ? ofOrganization(name) : metadata(name);
        };
    }

    private JsonNode ofOrganization(String name) {
        return organization
                .map(active -> switch (name) {
                    case "org.id" -> text(active.id());
                    case "org.name" -> text(active.name());
                    case "org.slug" -> text(active.slug());
                    case "org.role" -> text(active.role());
                    case "org.image_url" -> text(active.imageUrl());
                    case "org.has_image" -> NODES.booleanNode(active.hasImage());
                    case "org.public_metadata" -> active.metadata();
                    default -> within(active.metadata(), name, "org.public_metadata.");
                })
                .orElseGet(NODES::nullNode);
    }

    private static JsonNode within(JsonNode metadata, String name, String prefix) {
        if (!name.startsWith(prefix)) {
            return NODES.nullNode();
        }
        JsonNode value = metadata;
        for (String key : name.substring(prefix.length()).split("\\.")) {
            value = value.path(key);
        }
        return value.isMissingNode() ? NODES.nullNode() : value;
    }

    private JsonNode metadata(String name) {
        for (Metadata.Kind kind : new Metadata.Kind[] {Metadata.Kind.PUBLIC, Metadata.Kind.UNSAFE}) {
            String prefix = "user." + kind.field() + ".";
            if (name.startsWith(prefix)) {
                return within(person.metadata().get(kind), name, prefix);
            }
        }
        return NODES.nullNode();
    }

    private static JsonNode text(@Nullable String value) {
        return value == null ? NODES.nullNode() : NODES.stringNode(value);
    }
}
