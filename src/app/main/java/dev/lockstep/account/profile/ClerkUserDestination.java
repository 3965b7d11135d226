package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.ProfileRules;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkUserChange;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.change.Pace;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The user record in Clerk. The payload holds the new values by name, null to clear one; values are absolute, so a
 * repeat does no harm.
 */
@Component
public class ClerkUserDestination implements Destination {

    public static final String NAME = "CLERK_USER";

    /** The payload that changes nothing and only asks. */
    static final String QUESTION = "{\"ask\":true}";

    private static final String GONE = "{}";

    private final ClerkClient clerk;
    private final ClerkWrites writes;
    private final ClerkNews news;

    ClerkUserDestination(ClerkClient clerk, ClerkWrites writes, ClerkNews news) {
        this.clerk = clerk;
        this.writes = writes;
        this.news = news;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Clerk";
    }

    @Override
    public Optional<Pace> pace() {
        return Optional.of(writes.pace());
    }

    @Override
    public Optional<String> problemWith(Change change, String payload) {
        Optional<ProfileChange> parts = ProfilePayload.forClerk(payload);
        return parts.isEmpty()
                ? Optional.of(ProfilePayload.FOR_CLERK)
                : ProfileRules.check(parts.get()).stream()
                        .map(Problem.Field::sentence)
                        .findFirst();
    }

    @Override
    public String deliver(Change change) {
        ConvexValue.Obj parts = (ConvexValue.Obj) ConvexJson.parse(change.payload());
        String user = change.owner().value();
        return change.payload().equals(QUESTION)
                ? clerk.findUser(user).map(ClerkAnswer::json).orElse(GONE)
                : ClerkAnswer.json(clerk.updateUser(user, clerkChange(parts)));
    }

    /**
     * Clerk's answer is the whole person: what somebody else has changed there before, and the picture that Clerk draws
     * from the name. The webhook that tells the same is known by its time.
     */
    @Override
    public void delivered(Change change, String result) {
        if (!result.equals(GONE)) {
            news.answered(ClerkAnswer.user(change.owner().value(), result));
        }
    }

    private static ClerkUserChange clerkChange(ConvexValue.Obj parts) {
        var change = ClerkUserChange.nothing();
        for (var part : parts.fields().entrySet()) {
            ClerkUserChange.Field field = switch (part.getKey()) {
                case ProfileChange.USERNAME -> ClerkUserChange.Field.USERNAME;
                case ProfileChange.FIRST_NAME -> ClerkUserChange.Field.FIRST_NAME;
                case ProfileChange.LAST_NAME -> ClerkUserChange.Field.LAST_NAME;
                default -> throw new IllegalStateException("Bug: Clerk keeps no part named " + part.getKey());
            };
            change = part.getValue() instanceof ConvexValue.Text(String text)
                    ? set(change, field, text)
                    : change.clear(field);
        }
        return change;
    }

    private static ClerkUserChange set(ClerkUserChange change, ClerkUserChange.Field field, String text) {
        return switch (field) {
            case USERNAME -> change.username(text);
            case FIRST_NAME -> change.firstName(text);
            case LAST_NAME -> change.lastName(text);
            case EXTERNAL_ID -> change.externalId(text);
        };
    }
}
