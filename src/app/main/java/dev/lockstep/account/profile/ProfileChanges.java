package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes profile changes as changes for each system, in the caller's transaction. A parked change of the same record
 * is taken over: what it carries goes along with the newer one, whose values win, so that editing again is a way out.
 */
@Component
public class ProfileChanges {

    public static final String UPDATE = "users:updateProfile";
    public static final String COMPLETE_ONBOARDING = "users:completeOnboarding";
    public static final String GET_OR_CREATE = "users:getOrCreate";

    private final Changes outgoing;

    ProfileChanges(Changes outgoing) {
        this.outgoing = outgoing;
    }

    static String record(PersonId user) {
        return "account/" + user;
    }

    /** For Convex, of a group that is delivered right after: which function, with which parts. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void toConvex(ChangeId group, PersonId user, String function, ProfileChange change) {
        outgoing.recordForDelivery(List.of(forConvex(group, user, function, change)));
    }

    /** For Convex, of something that nobody waits for. */
    @Transactional(propagation = Propagation.MANDATORY)
    void toConvexInBackground(PersonId user, ProfileChange change) {
        outgoing.record(List.of(forConvex(outgoing.newId(), user, UPDATE, change)));
    }

    private Change forConvex(ChangeId group, PersonId user, String function, ProfileChange change) {
        ConvexValue.Obj args = (ConvexValue.Obj) ConvexValue.of(change.parts());
        String called = function;
        for (Change parked : outgoing.parked(user, Changes.CONVEX, record(user))) {
            ConvexValue.Obj before = (ConvexValue.Obj) ConvexJson.parse(parked.payload());
            args = merge((ConvexValue.Obj) before.fields().get("args"), args);
            // Completing the introduction must not be lost when a plain edit takes over.
            called = before.text("function").filter(COMPLETE_ONBOARDING::equals).orElse(called);
            outgoing.supersede(parked.id());
        }
        var payload = ConvexValue.object("function", ConvexValue.text(called)).with("args", args);
        return change(group, user, Changes.CONVEX, ConvexJson.encode(payload), Optional.empty());
    }

    /** For Clerk's user record. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void toClerk(ChangeId group, PersonId user, ProfileChange change) {
        ConvexValue.Obj parts =
                (ConvexValue.Obj) ConvexValue.of(change.forClerk().parts());
        for (Change parked : outgoing.parked(user, ClerkUserDestination.NAME, record(user))) {
            if (!parked.payload().equals(ClerkUserDestination.QUESTION)) {
                parts = merge((ConvexValue.Obj) ConvexJson.parse(parked.payload()), parts);
            }
            outgoing.supersede(parked.id());
        }
        put(group, user, ClerkUserDestination.NAME, ConvexJson.encode(parts), Optional.empty());
    }

    /** A change of nothing: its answer is how Clerk has the person now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askClerk(PersonId user) {
        outgoing.record(List.of(change(
                outgoing.newId(), user, ClerkUserDestination.NAME, ClerkUserDestination.QUESTION, Optional.empty())));
    }

    /** For Clerk's picture; the newest choice is the only one that counts. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void toClerk(ChangeId group, PersonId user, PictureChoice picture) {
        outgoing.parked(user, ClerkImageDestination.NAME, record(user)).forEach(old -> outgoing.supersede(old.id()));
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

    /** What of a person's is on its way to Clerk and not there yet, by the names of the parts. */
    public Set<String> underWay(PersonId user) {
        var parts = new HashSet<String>();
        for (Change change : outgoing.unsettled(user, record(user))) {
            if (change.destination().equals(ClerkUserDestination.NAME)) {
                parts.addAll(((ConvexValue.Obj) ConvexJson.parse(change.payload()))
                        .fields()
                        .keySet());
            } else if (change.destination().equals(ClerkImageDestination.NAME)) {
                parts.add(ProfileChange.IMAGE_URL);
            }
        }
        return parts;
    }

    /** What of a person's own is on its way to Convex and not there yet, the newest value by the name of its part. */
    Map<String, ConvexValue> toConvexUnderWay(PersonId user) {
        var parts = new HashMap<String, ConvexValue>();
        for (Change change : outgoing.unsettled(user, record(user))) {
            if (change.destination().equals(Changes.CONVEX)) {
                ConvexValue.Obj call = (ConvexValue.Obj) ConvexJson.parse(change.payload());
                parts.putAll(((ConvexValue.Obj) call.fields().get("args")).fields());
            }
        }
        return parts;
    }

    /** Nothing of a deleted person's own can arrive any more: neither Clerk nor Convex knows them. */
    @Transactional(propagation = Propagation.MANDATORY)
    void forget(PersonId user) {
        outgoing.unsettled(user, record(user)).stream()
                .filter(change -> !change.destination().equals(Changes.CONVEX_SYSTEM))
                .forEach(change -> outgoing.supersede(change.id()));
    }

    /** What of a person's is on its way anywhere, and so settles by itself. */
    PeopleHere.OnTheWay onTheWay(PersonId user) {
        var parts = new HashSet<>(underWay(user));
        parts.addAll(toConvexUnderWay(user).keySet());
        boolean toConvex =
                outgoing.pendingDestinations(user).stream().anyMatch(destination -> !destination.startsWith("CLERK"));
        return new PeopleHere.OnTheWay(parts, toConvex);
    }

    /**
     * For Convex, from Clerk: what it tells of a person.
     *
     * @param told the interests in it count only where Convex does not have the person
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void clerkUser(ChangeId group, ClerkUser user, ProfileChange told) {
        ConvexValue.Obj state = ((ConvexValue.Obj) ConvexValue.of(told.parts()))
                .with("id", ConvexValue.text(user.id()))
                .with("email", ConvexValue.of(user.email().orElse(null)))
                .with("banned", ConvexValue.of(user.banned()))
                .with("updated_at", ConvexValue.number(user.updatedAt().toEpochMilli()));
        system(group, new PersonId(user.id()), "users:upsertFromClerk", ConvexValue.object("user", state));
    }

    /** For Convex, from Clerk: somebody is no more. */
    @Transactional(propagation = Propagation.MANDATORY)
    void clerkDeletion(ChangeId group, PersonId user, Instant at) {
        var args = ConvexValue.object("id", ConvexValue.text(user.value()))
                .with("at", ConvexValue.number(at.toEpochMilli()));
        system(group, user, "users:deleteFromClerk", args);
    }

    /** Nobody waits for these, so they go out in the background. */
    private void system(ChangeId group, PersonId user, String function, ConvexValue.Obj args) {
        var payload = ConvexValue.object("function", ConvexValue.text(function)).with("args", args);
        outgoing.record(
                List.of(change(group, user, Changes.CONVEX_SYSTEM, ConvexJson.encode(payload), Optional.empty())));
    }

    private void put(ChangeId group, PersonId user, String destination, String payload, Optional<byte[]> attachment) {
        outgoing.recordForDelivery(List.of(change(group, user, destination, payload, attachment)));
    }

    private Change change(
            ChangeId group, PersonId user, String destination, String payload, Optional<byte[]> attachment) {
        return new Change(outgoing.newId(), group, user, destination, record(user), payload, attachment);
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
