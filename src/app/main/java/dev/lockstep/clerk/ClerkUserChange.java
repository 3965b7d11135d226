package dev.lockstep.clerk;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What to change about a person, and nothing else: a field that is not named is not sent. Immutable; each method gives a
 * new change.
 */
public final class ClerkUserChange {

    /** A field that can be set or cleared. */
    public enum Field {
        FIRST_NAME,
        LAST_NAME,
        USERNAME,
        EXTERNAL_ID
    }

    private static final ClerkUserChange NOTHING = new ClerkUserChange(Map.of());

    private final Map<Field, Optional<String>> fields;

    private ClerkUserChange(Map<Field, Optional<String>> fields) {
        this.fields = fields;
    }

    public static ClerkUserChange nothing() {
        return NOTHING;
    }

    public ClerkUserChange firstName(String value) {
        return with(Field.FIRST_NAME, Optional.of(value));
    }

    public ClerkUserChange lastName(String value) {
        return with(Field.LAST_NAME, Optional.of(value));
    }

    public ClerkUserChange username(String value) {
        return with(Field.USERNAME, Optional.of(value));
    }

    public ClerkUserChange externalId(String value) {
        return with(Field.EXTERNAL_ID, Optional.of(value));
    }

    /** Removes what the field holds. */
    public ClerkUserChange clear(Field field) {
        return with(field, Optional.empty());
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The named fields; an empty value clears. */
    public Map<Field, Optional<String>> fields() {
        return fields;
    }

    private ClerkUserChange with(Field field, Optional<String> value) {
        var more = new EnumMap<Field, Optional<String>>(Field.class);
        more.putAll(fields);
        more.put(field, value);
        return new ClerkUserChange(Collections.unmodifiableMap(more));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClerkUserChange change && fields.equals(change.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields);
    }

    /** The fields' names alone: their values are somebody's. */
    @Override
    public String toString() {
        return "ClerkUserChange" + fields.keySet();
    }
}
