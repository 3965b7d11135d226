package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.change.Pace;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The profile picture in Clerk. The bytes travel as the change's attachment; the address that Clerk gives it is what
 * this installation and Convex store.
 */
@Component
class ClerkImageDestination implements Destination {

    static final String NAME = "CLERK_IMAGE";
    static final String REMOVE = "{\"remove\":true}";

    private final ClerkClient clerk;
    private final ClerkWrites writes;
    private final AccountRepository accounts;
    private final ProfileChanges changes;
    private final Clock clock;

    ClerkImageDestination(
            ClerkClient clerk, ClerkWrites writes, AccountRepository accounts, ProfileChanges changes, Clock clock) {
        this.clerk = clerk;
        this.writes = writes;
        this.accounts = accounts;
        this.changes = changes;
        this.clock = clock;
    }

    static String payload(String fileName) {
        return ConvexJson.encode(ConvexValue.object("fileName", ConvexValue.text(fileName)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Picture";
    }

    @Override
    public Optional<Pace> pace() {
        return Optional.of(writes.pace());
    }

    @Override
    public Optional<String> problemWith(Change change, String payload) {
        boolean removes = payload.strip().equals(REMOVE);
        try {
            boolean names = ConvexJson.parse(payload) instanceof ConvexValue.Obj told
                    && told.fields().keySet().equals(Set.of("fileName"))
                    && told.text("fileName").isPresent()
                    && change.attachment().isPresent();
            return removes || names
                    ? Optional.empty()
                    : Optional.of("A change of a picture is {\"fileName\": \"…\"} for the one it carries, or " + REMOVE
                            + ".");
        } catch (ConvexValueException e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public String deliver(Change change) {
        ConvexValue.Obj payload = (ConvexValue.Obj) ConvexJson.parse(change.payload());
        String owner = change.owner().value();
        ClerkUser user;
        try {
            user = payload.bool("remove").orElse(false)
                    ? clerk.deleteProfileImage(owner)
                    : clerk.setProfileImage(
                            owner,
                            change.attachment().orElseThrow(),
                            payload.text("fileName").orElse("picture.jpg"));
        } catch (Problem problem) {
            throw atPicture(problem);
        }
        ConvexValue url = ConvexValue.of(user.imageUrl().map(URI::toString).orElse(null));
        return ConvexJson.encode(ConvexValue.object(ProfileChange.IMAGE_URL, url));
    }

    /** Clerk names no field when it refuses a picture; the person should see it at the picture all the same. */
    private static Problem atPicture(Problem problem) {
        if (problem.kind() != Problem.Kind.PERMANENT || problem.code().text().equals("ClerkNotFound")) {
            return problem;
        }
        return new RefusedPicture(problem);
    }

    private static final class RefusedPicture extends Problem {

        RefusedPicture(Problem cause) {
            super(
                    cause.code(),
                    Kind.PERMANENT,
                    cause.sentence(),
                    cause.nextStep(),
                    List.of(new Field("picture", cause.code().text(), cause.sentence())),
                    null,
                    cause,
                    cause.words());
        }
    }

    @Override
    public void delivered(Change change, String result) {
        Optional<String> url = ((ConvexValue.Obj) ConvexJson.parse(result)).text(ProfileChange.IMAGE_URL);
        PersonId user = PersonId.of(change.owner());
        var stored = ProfileChange.ofImageUrl(url);
        accounts.findById(user.value()).ifPresent(row -> row.apply(stored, clock.instant()));
        changes.toConvex(change.group(), user, ProfileChanges.UPDATE, stored);
    }
}
