package dev.lockstep.account;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.ProfileRules;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.clerk.ClerkUserChange;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.sync.table.Change;
import dev.lockstep.sync.table.Destination;
import dev.lockstep.sync.table.Pace;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The user record in Clerk. The payload holds the new values by name, null to clear one; values are absolute, so a
 * repeat does no harm.
 */
@Component
class ClerkUserDestination implements Destination {

    static final String NAME = "CLERK_USER";

    private static final String UPDATED_AT = "updated_at";

    private final ClerkClient clerk;
    private final ClerkWrites writes;
    private final AccountRepository accounts;

    ClerkUserDestination(ClerkClient clerk, ClerkWrites writes, AccountRepository accounts) {
        this.clerk = clerk;
        this.writes = writes;
        this.accounts = accounts;
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
        ClerkUser user = clerk.updateUser(change.owner().value(), clerkChange(parts));
        return ConvexJson.encode(ConvexValue.object(
                UPDATED_AT, ConvexValue.number(user.updatedAt().toEpochMilli())));
    }

    /** Clerk will tell of this change by webhook too; the time of its answer is what that echo is known by. */
    @Override
    public void delivered(Change change, String result) {
        ((ConvexValue.Obj) ConvexJson.parse(result))
                .number(UPDATED_AT)
                .ifPresent(at -> accounts.findById(change.owner().value())
                        .ifPresent(row -> row.heardFromClerk(Instant.ofEpochMilli(at.longValue()))));
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
