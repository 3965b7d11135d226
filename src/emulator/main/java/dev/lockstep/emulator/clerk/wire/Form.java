package dev.lockstep.emulator.clerk.wire;

import dev.lockstep.emulator.clerk.people.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one request's body, taken out one by one; what is left when all are taken is refused by {@link #end}.
 * A field that is null counts as one that is absent, unless {@link #has} is asked. Texts have at most 2,048 characters.
 */
public final class Form {

    private static final int LONGEST = 2048;

    private final ObjectNode body;

    public Form(ObjectNode body) {
        this.body = body.deepCopy();
    }

    /** Whether the field is named at all, be it with null. */
    public boolean has(String name) {
        return body.has(name);
    }

    public Optional<String> text(String name) {
        return taken(name).map(value -> string(name, value));
    }

    /** @throws Refusal {@code form_param_missing} when the field is absent or blank */
    public String required(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> Refusal.missing(name));
    }

    public Optional<Boolean> flag(String name) {
        return taken(name).map(value -> {
            if (!value.isBoolean()) {
                throw Refusal.illFormed(name, "true or false");
            }
            return value.booleanValue();
        });
    }

    /** @throws Refusal when the field is no whole number within the bounds, both of which it may be */
    public Optional<Long> whole(String name, long least, long most) {
        return taken(name).map(value -> {
            if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
                throw Refusal.field(
                        "form_param_value_invalid",
                        name,
                        name + " must be a whole number between " + least + " and " + most + ".");
            }
            return value.longValue();
        });
    }

    /** A time in RFC 3339 format. */
    public Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw Refusal.illFormed(name, "a time in RFC 3339 format");
            }
        });
    }

    public Optional<ObjectNode> object(String name) {
        return taken(name).map(value -> {
            if (!(value instanceof ObjectNode object)) {
                throw Refusal.illFormed(name, "an object");
            }
            return object;
        });
    }

    /** Empty where the field is absent. */
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        taken(name).ifPresent(value -> {
            if (!value.isArray()) {
                throw Refusal.illFormed(name, "a list of strings");
            }
            value.forEach(element -> texts.add(string(name, element)));
        });
        return texts;
    }

    /** Takes fields out that are known and change nothing here, whatever they hold. */
    public Form ignore(String... names) {
        for (String name : names) {
            body.remove(name);
        }
        return this;
    }

    /** @throws Refusal {@code form_param_unknown} naming every field that nobody took */
    public void end() {
        if (!body.isEmpty()) {
            throw Refusal.fields(body.propertyNames().stream()
                    .map(name -> Refusal.unknown(name).faults().getFirst())
                    .toList());
        }
    }

    private Optional<JsonNode> taken(String name) {
        return Optional.ofNullable(body.remove(name)).filter(value -> !value.isNull());
    }

    private static String string(String name, JsonNode value) {
        if (!value.isString()) {
            throw Refusal.illFormed(name, "a string");
        }
        String text = value.stringValue();
        if (text.length() > LONGEST) {
            throw Refusal.field("form_param_max_length_exceeded", name, name + " must not exceed 2048 characters.");
        }
        return text;
    }
}
