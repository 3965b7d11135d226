package dev.lockstep.account.drift;

import dev.lockstep.account.person.ProfileChange;
import java.util.Arrays;
import java.util.Optional;

/** What is held against each other. Clerk has the last word on all but the interests, which it does not know. */
public enum ComparedField {
    USERNAME(ProfileChange.USERNAME, Place.CLERK),
    FIRST_NAME(ProfileChange.FIRST_NAME, Place.CLERK),
    LAST_NAME(ProfileChange.LAST_NAME, Place.CLERK),
    IMAGE_URL(ProfileChange.IMAGE_URL, Place.CLERK),
    EMAIL("email", Place.CLERK),
    BANNED("banned", Place.CLERK),
    INTERESTS(ProfileChange.INTERESTS, Place.CONVEX);

    private final String part;
    private final Place authority;

    ComparedField(String part, Place authority) {
        this.part = part;
        this.authority = authority;
    }

    /** Its name in Convex, in changes and in addresses. */
    public String part() {
        return part;
    }

    /** Whose value holds. */
    public Place authority() {
        return authority;
    }

    public static Optional<ComparedField> of(String part) {
        return Arrays.stream(values()).filter(field -> field.part.equals(part)).findFirst();
    }
}
