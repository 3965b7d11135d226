package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.role.Roles;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** What is kept of Clerk's answer to a change until it is stored. */
final class ClerkAnswer {

    private static final String EMAIL = "email";
    private static final String EMAIL_VERIFIED = "email_verified";
    private static final String MARKED = "marked";
    private static final String BANNED = "banned";
    private static final String UPDATED_AT = "updated_at";

    private ClerkAnswer() {}

    static String json(ClerkUser user) {
        return ConvexJson.encode(((ConvexValue.Obj)
                        ConvexValue.of(ProfileStates.told(user).parts()))
                .with(EMAIL, ConvexValue.of(user.email().orElse(null)))
                .with(EMAIL_VERIFIED, ConvexValue.of(user.verifiedEmail().isPresent()))
                .with(MARKED, ConvexValue.of(Roles.marked(user)))
                .with(BANNED, ConvexValue.of(user.banned()))
                .with(UPDATED_AT, ConvexValue.number(user.updatedAt().toEpochMilli())));
    }

    static ClerkUser user(String id, String json) {
        ConvexValue.Obj answer = (ConvexValue.Obj) ConvexJson.parse(json);
        Instant updated =
                Instant.ofEpochMilli(answer.number(UPDATED_AT).orElseThrow().longValue());
        var profile = new ClerkUser.Profile(
                null,
                answer.text(ProfileChange.USERNAME).orElse(null),
                answer.text(ProfileChange.FIRST_NAME).orElse(null),
                answer.text(ProfileChange.LAST_NAME).orElse(null),
                answer.text(EMAIL).orElse(null),
                answer.bool(EMAIL_VERIFIED).orElse(false),
                answer.text(ProfileChange.IMAGE_URL).map(URI::create).orElse(null));
        boolean banned = answer.bool(BANNED).orElse(false);
        Map<String, Object> metadata = Roles.metadata(answer.bool(MARKED).orElse(false));
        return new ClerkUser(id, profile, profile.imageUrl() != null, metadata, banned, updated, updated);
    }
}
