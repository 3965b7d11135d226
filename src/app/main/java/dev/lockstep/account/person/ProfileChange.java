package dev.lockstep.account.person;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a profile changes; an absent part stays as it is. A text part that is {@link Text#cleared} is taken away,
 * which is not the same as absent.
 *
 * @param imageUrl set by Clerk's answer to an upload, never by a person
 */
public record ProfileChange(
        Optional<Text> username,
        Optional<Text> firstName,
        Optional<Text> lastName,
        Optional<Text> imageUrl,
        Optional<List<String>> interests) {

    /** The names of the parts as Convex and the form's errors spell them. */
    public static final String USERNAME = "username";

    public static final String FIRST_NAME = "first_name";
    public static final String LAST_NAME = "last_name";
    public static final String IMAGE_URL = "image_url";
    public static final String INTERESTS = "interests";

    /** A new text, or none. */
    public record Text(Optional<String> value) {

        public static Text of(String value) {
            return new Text(Optional.of(value));
        }

        public static Text cleared() {
            return new Text(Optional.empty());
        }

        /** Null when cleared, for places where a null says so. */
        public @Nullable String orNull() {
            return value.orElse(null);
        }
    }

    /** A change of nothing. */
    public static final ProfileChange NOTHING =
            new ProfileChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What a form holds: blank texts mean "none". */
    public static ProfileChange ofForm(String username, String firstName, String lastName, List<String> interests) {
        return new ProfileChange(
                Optional.of(formText(username)),
                Optional.of(formText(firstName)),
                Optional.of(formText(lastName)),
                Optional.empty(),
                Optional.of(List.copyOf(interests)));
    }

    private static Text formText(String value) {
        String trimmed = value.strip();
        return trimmed.isEmpty() ? Text.cleared() : Text.of(trimmed);
    }

    public static ProfileChange ofImageUrl(Optional<String> url) {
        return new ProfileChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Text(url)), Optional.empty());
    }

    /** The parts that differ from what the account has. */
    public ProfileChange since(Account account) {
        return new ProfileChange(
                username.filter(text -> !text.value().equals(account.username())),
                firstName.filter(text -> !text.value().equals(account.firstName())),
                lastName.filter(text -> !text.value().equals(account.lastName())),
                imageUrl.filter(text -> !text.value().equals(account.imageUrl())),
                interests.filter(list -> !list.equals(account.interests())));
    }

    /** The same parts with the values the account has: what undoes this change. */
    public ProfileChange undo(Account account) {
        return new ProfileChange(
                username.map(text -> new Text(account.username())),
                firstName.map(text -> new Text(account.firstName())),
                lastName.map(text -> new Text(account.lastName())),
                imageUrl.map(text -> new Text(account.imageUrl())),
                interests.map(list -> account.interests()));
    }

    /** Only the parts with these names. */
    public ProfileChange only(Set<String> names) {
        return new ProfileChange(
                username.filter(text -> names.contains(USERNAME)),
                firstName.filter(text -> names.contains(FIRST_NAME)),
                lastName.filter(text -> names.contains(LAST_NAME)),
                imageUrl.filter(text -> names.contains(IMAGE_URL)),
                interests.filter(list -> names.contains(INTERESTS)));
    }

    /** All parts but those with these names. */
    public ProfileChange without(Set<String> names) {
        Set<String> others = new HashSet<>(parts().keySet());
        others.removeAll(names);
        return only(others);
    }

    /** What Clerk keeps of it; pictures go there another way. */
    public ProfileChange forClerk() {
        return only(Set.of(USERNAME, FIRST_NAME, LAST_NAME));
    }

    public boolean isEmpty() {
        return parts().isEmpty();
    }

    /** Part name → new value; a null value clears the part. */
    public Map<String, @Nullable Object> parts() {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        username.ifPresent(text -> parts.put(USERNAME, text.orNull()));
        firstName.ifPresent(text -> parts.put(FIRST_NAME, text.orNull()));
        lastName.ifPresent(text -> parts.put(LAST_NAME, text.orNull()));
        imageUrl.ifPresent(text -> parts.put(IMAGE_URL, text.orNull()));
        interests.ifPresent(list -> parts.put(INTERESTS, list));
        return parts;
    }
}
