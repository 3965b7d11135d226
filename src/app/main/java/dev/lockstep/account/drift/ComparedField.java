package dev.lockstep.account.drift;

import dev.lockstep.account.person.ProfileChange;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What is held against each other, where it is kept. Clerk has the last word on all but the interests, which it does not know. */
public enum ComparedField {
    USERNAME(ProfileChange.USERNAME, Place.CLERK),
    FIRST_NAME(ProfileChange.FIRST_NAME, Place.CLERK),
    LAST_NAME(ProfileChange.LAST_NAME, Place.CLERK),
    IMAGE_URL(ProfileChange.IMAGE_URL, Place.CLERK),
    EMAIL("email", Place.CLERK),
    BANNED("banned", Place.CLERK),
    ROLE("role", Place.CLERK, Set.of(Place.CLERK, Place.HERE)),
    INTERESTS(ProfileChange.INTERESTS, Place.CONVEX, Set.of(Place.CONVEX, Place.HERE));

    private final String part;
    private final Place authority;
    private final Set<Place> keepers;

    ComparedField(String part, Place authority) {
        this(part, authority, Set.of(Place.values()));
    }

    ComparedField(String part, Place authority, Set<Place> keepers) {
        this.part = part;
        this.authority = authority;
        this.keepers = keepers;
    }

    /** Its name in Convex, in changes and in addresses. */
    public String part() {
        return part;
    }

    boolean isKeptIn(Place place) {
        return keepers.contains(place);
    }

    /** Whose value holds. */
    public Place authority() {
        return authority;
    }

    public static Optional<ComparedField> of(String part) {
        return Arrays.stream(values()).filter(field -> field.part.equals(part)).findFirst();
    }
}
