package dev.lockstep.emulator.convex.auth;

import java.util.Optional;

/** Who a request comes from. */
public sealed interface Identity {

    /** Nobody in particular. */
    record Anonymous() implements Identity {}

    /** A person, by a token that was checked. */
    record User(UserIdentity person) implements Identity {}

    /** A holder of the deployment's key, possibly acting as a person. */
    record Admin(Optional<UserIdentity> actingAs) implements Identity {}

    /** What {@code ctx.auth.getUserIdentity()} gives. */
    default Optional<UserIdentity> user() {
        return switch (this) {
            case Anonymous anonymous -> Optional.empty();
            case User(UserIdentity person) -> Optional.of(person);
            case Admin(Optional<UserIdentity> actingAs) -> actingAs;
        };
    }

    default boolean isAdmin() {
        return this instanceof Admin;
    }
}
