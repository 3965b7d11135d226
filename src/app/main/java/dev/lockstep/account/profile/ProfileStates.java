package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkProperties;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.platform.PersonQueries;
import java.net.URI;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What Clerk and Convex say about a person now. Asks them, so call it outside any transaction. */
@Component
class ProfileStates {

    private final ClerkClient clerk;
    private final ClerkProperties properties;
    private final PersonQueries convex;

    ProfileStates(ClerkClient clerk, ClerkProperties properties, PersonQueries convex) {
        this.clerk = clerk;
        this.properties = properties;
        this.convex = convex;
    }

    /** @throws Problem when Clerk does not answer or has nobody of this id */
    ClerkUser inClerk(PersonId user) {
        return clerk.findUser(user.value()).orElseThrow(() -> nobody("clerk", "Clerk has nobody of this id any more."));
    }

    /** @throws Problem when Convex does not answer, or has nobody of this id who may act */
    ProfileChange inConvex(PersonId user) {
        ConvexValue row =
                convex.queryAway(user, properties.issuer().toString(), "users:current", ConvexValue.emptyObject());
        if (row instanceof ConvexValue.Obj person) {
            return ProfilePayload.row(person);
        }
        throw nobody("convex", "Convex has nobody of this id, or the account is banned or deleted there.");
    }

    private static Problem nobody(String place, String sentence) {
        return new Problem(
                new ProblemCode("PersonUnknown"),
                Problem.Kind.PERMANENT,
                sentence,
                "Discard the change with that reason.",
                Problem.Words.of(place));
    }

    /** What Clerk keeps of a profile. */
    static ProfileChange told(ClerkUser user) {
        return new ProfileChange(
                Optional.of(new ProfileChange.Text(user.username())),
                Optional.of(new ProfileChange.Text(user.firstName())),
                Optional.of(new ProfileChange.Text(user.lastName())),
                Optional.of(new ProfileChange.Text(user.imageUrl().map(URI::toString))),
                Optional.empty());
    }

    /** The parts of one state that are not the same in the other. */
    static ProfileChange differing(ProfileChange state, ProfileChange other) {
        Set<String> names = new HashSet<>();
        state.parts().forEach((name, value) -> {
            if (!Objects.equals(value, other.parts().get(name))) {
                names.add(name);
            }
        });
        return state.only(names);
    }
}
