package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what changes of profiles carry, also when somebody has edited it. Pure. */
public final class ProfilePayload {

    /** What can be edited into a change for Clerk. */
    static final String FOR_CLERK =
            "A change for Clerk has username, first_name and last_name only, each a text, or null to clear it.";

    private static final Set<String> KEPT_BY_CLERK =
            Set.of(ProfileChange.USERNAME, ProfileChange.FIRST_NAME, ProfileChange.LAST_NAME);

    private ProfilePayload() {}

    /** Empty when it is something else. */
    public static Optional<ProfileChange> forClerk(String payload) {
        return object(payload)
                .filter(parts -> KEPT_BY_CLERK.containsAll(parts.fields().keySet()))
                .filter(parts -> !parts.fields().isEmpty())
                .flatMap(ProfilePayload::change);
    }

    /** The arguments of a call of Convex that changes a profile; empty when it is something else. */
    public static Optional<ProfileChange> forConvex(String payload) {
        return object(payload)
                .flatMap(call -> call.field("args"))
                .filter(ConvexValue.Obj.class::isInstance)
                .flatMap(args -> change((ConvexValue.Obj) args));
    }

    /** Which function a change for Convex calls. */
    static String function(String payload) {
        return object(payload).flatMap(call -> call.text("function")).orElse("");
    }

    /** A row of the table of people in Convex. */
    static ProfileChange row(ConvexValue.Obj row) {
        return new ProfileChange(
                Optional.of(new ProfileChange.Text(row.text(ProfileChange.USERNAME))),
                Optional.of(new ProfileChange.Text(row.text(ProfileChange.FIRST_NAME))),
                Optional.of(new ProfileChange.Text(row.text(ProfileChange.LAST_NAME))),
                Optional.of(new ProfileChange.Text(row.text(ProfileChange.IMAGE_URL))),
                Optional.of(row.field(ProfileChange.INTERESTS)
                        .flatMap(ProfilePayload::texts)
                        .orElse(List.of())));
    }

    private static Optional<ConvexValue.Obj> object(String payload) {
        try {
            return ConvexJson.parse(payload) instanceof ConvexValue.Obj object ? Optional.of(object) : Optional.empty();
        } catch (ConvexValueException e) {
            return Optional.empty();
        }
    }

    private static Optional<ProfileChange> change(ConvexValue.Obj parts) {
        boolean texts = parts.fields().entrySet().stream()
                .filter(part -> !part.getKey().equals(ProfileChange.INTERESTS))
                .allMatch(part ->
                        part.getValue() instanceof ConvexValue.Text || part.getValue() instanceof ConvexValue.Null);
        Optional<List<String>> interests = parts.field(ProfileChange.INTERESTS).flatMap(ProfilePayload::texts);
        boolean list = parts.field(ProfileChange.INTERESTS).isEmpty() || interests.isPresent();
        return texts && list
                ? Optional.of(new ProfileChange(
                        text(parts, ProfileChange.USERNAME),
                        text(parts, ProfileChange.FIRST_NAME),
                        text(parts, ProfileChange.LAST_NAME),
                        text(parts, ProfileChange.IMAGE_URL),
                        interests))
                : Optional.empty();
    }

    private static Optional<ProfileChange.Text> text(ConvexValue.Obj parts, String name) {
        return parts.field(name).map(value -> new ProfileChange.Text(parts.text(name)));
    }

    private static Optional<List<String>> texts(ConvexValue value) {
        if (!(value instanceof ConvexValue.Array(List<ConvexValue> items))) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (ConvexValue item : items) {
            if (item instanceof ConvexValue.Text(String text)) {
                texts.add(text);
            }
        }
        return texts.size() == items.size() ? Optional.of(texts) : Optional.empty();
    }
}
