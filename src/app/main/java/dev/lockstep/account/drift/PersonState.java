package dev.lockstep.account.drift;

import dev.lockstep.account.person.Role;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person in one place. Blank texts and absent ones are the same: nothing.
 *
 * @param values without the fields that have none; interests one a line
 * @param clerkUpdatedAt Clerk's time of the newest state that is known in this place
 * @param deleted only the memory of somebody
 */
public record PersonState(
        String id, Map<ComparedField, String> values, Optional<Instant> clerkUpdatedAt, boolean deleted) {

    public PersonState {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** Somebody of whom nothing is known yet. */
    public static PersonState of(String id, Optional<Instant> clerkUpdatedAt, boolean deleted) {
        return new PersonState(id, new EnumMap<>(ComparedField.class), clerkUpdatedAt, deleted);
    }

    public PersonState with(ComparedField field, @Nullable String value) {
        var more = new EnumMap<ComparedField, String>(ComparedField.class);
        more.putAll(values);
        if (value == null || value.isBlank()) {
            more.remove(field);
        } else {
            more.put(field, value);
        }
        return new PersonState(id, more, clerkUpdatedAt, deleted);
    }

    public PersonState withBanned(boolean banned) {
        return with(ComparedField.BANNED, String.valueOf(banned));
    }

    public PersonState withRole(Role role) {
        return with(ComparedField.ROLE, role == Role.ADMIN ? "administrator" : "member");
    }

    public PersonState withInterests(List<String> interests) {
        return with(ComparedField.INTERESTS, String.join("\n", interests));
    }

    public Optional<String> value(ComparedField field) {
        return Optional.ofNullable(values.get(field));
    }
}
