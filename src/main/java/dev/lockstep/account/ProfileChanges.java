package dev.lockstep.account;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.sync.Changes;
import dev.lockstep.sync.table.Change;
import dev.lockstep.sync.table.ChangeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes profile changes as changes for each system, in the caller's transaction. A parked change of the same record
 * is taken over: what it carries goes along with the newer one, whose values win, so that editing again is a way out.
 */
@Component
class ProfileChanges {

    static final String UPDATE = "users:updateProfile";
    static final String COMPLETE_ONBOARDING = "users:completeOnboarding";
    static final String GET_OR_CREATE = "users:getOrCreate";

    private final Changes outgoing;

    ProfileChanges(Changes outgoing) {
        this.outgoing = outgoing;
    }

    static String record(UserId user) {
        return "account/" + user;
    }

    /** For Convex: which function, with which parts. */
    @Transactional(propagation = Propagation.MANDATORY)
    void toConvex(ChangeId group, UserId user, String function, ProfileChange change) {
        ConvexValue.Obj args = (ConvexValue.Obj) ConvexValue.of(change.parts());
        String called = function;
        for (Change parked : outgoing.parked(user.owner(), Changes.CONVEX, record(user))) {
            ConvexValue.Obj before = (ConvexValue.Obj) ConvexJson.parse(parked.payload());
            args = merge((ConvexValue.Obj) before.fields().get("args"), args);
            // Completing the introduction must not be lost when a plain edit takes over.
            called = before.text("function").filter(COMPLETE_ONBOARDING::equals).orElse(called);
            outgoing.supersede(parked.id());
        }
        var payload = ConvexValue.object("function", ConvexValue.text(called)).with("args", args);
        put(group, user, Changes.CONVEX, ConvexJson.encode(payload), Optional.empty());
    }

    /** For Clerk's user record. */
    @Transactional(propagation = Propagation.MANDATORY)
    void toClerk(ChangeId group, UserId user, ProfileChange change) {
        ConvexValue.Obj parts =
                (ConvexValue.Obj) ConvexValue.of(change.forClerk().parts());
        for (Change parked : outgoing.parked(user.owner(), ClerkUserDestination.NAME, record(user))) {
            parts = merge((ConvexValue.Obj) ConvexJson.parse(parked.payload()), parts);
            outgoing.supersede(parked.id());
        }
        put(group, user, ClerkUserDestination.NAME, ConvexJson.encode(parts), Optional.empty());
    }

    /** For Clerk's picture; the newest choice is the only one that counts. */
    @Transactional(propagation = Propagation.MANDATORY)
    void toClerk(ChangeId group, UserId user, PictureChoice picture) {
        outgoing.parked(user.owner(), ClerkImageDestination.NAME, record(user))
                .forEach(old -> outgoing.supersede(old.id()));
        switch (picture) {
            case PictureChoice.Keep() -> throw new IllegalArgumentException("Bug: keeping a picture is no change");
            case PictureChoice.Remove() ->
                put(group, user, ClerkImageDestination.NAME, ClerkImageDestination.REMOVE, Optional.empty());
            case PictureChoice.Replace(var chosen) ->
                put(
                        group,
                        user,
                        ClerkImageDestination.NAME,
                        ClerkImageDestination.payload(chosen.fileName()),
                        Optional.of(chosen.bytes()));
        }
    }

    private void put(ChangeId group, UserId user, String destination, String payload, Optional<byte[]> attachment) {
        outgoing.recordForDelivery(List.of(
                new Change(outgoing.newId(), group, user.owner(), destination, record(user), payload, attachment)));
    }

    private static ConvexValue.Obj merge(ConvexValue.Obj older, ConvexValue.Obj newer) {
        ConvexValue.Obj merged = older;
        for (Map.Entry<String, ConvexValue> field :
                new ArrayList<>(newer.fields().entrySet())) {
            merged = merged.with(field.getKey(), field.getValue());
        }
        return merged;
    }
}
