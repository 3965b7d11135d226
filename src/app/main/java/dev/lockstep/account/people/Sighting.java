package dev.lockstep.account.people;

import dev.lockstep.account.drift.Comparison;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.drift.UnderWay;
import dev.lockstep.account.people.PersonLook.Side;
import dev.lockstep.account.profile.PeopleHere;
import dev.lockstep.account.reconcile.side.States;
import dev.lockstep.account.role.Roles;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One person as the services gave them, each in its own words.
 *
 * @param roles who is an administrator by what Clerk says
 */
record Sighting(
        PersonId user,
        Answer<ClerkUser> clerk,
        Answer<ConvexValue.Obj> convex,
        Optional<PeopleHere.Person> here,
        UnderWay underWay,
        Roles roles) {

    PersonLook look() {
        Map<Place, Side> sides = new EnumMap<>(Place.class);
        sides.put(Place.CLERK, side(clerk, told -> States.of(told, roles)));
        sides.put(Place.CONVEX, side(convex, States::of));
        sides.put(
                Place.HERE,
                here.<Side>map(person -> new Side.Known(States.of(person))).orElseGet(Side.Nobody::new));
        return new PersonLook(user, sides, verdict());
    }

    private static <T> Side side(Answer<T> answer, Function<T, PersonState> state) {
        return switch (answer) {
            case Answer.Found<T>(T what) -> new Side.Known(state.apply(what));
            case Answer.Nobody<T>() -> new Side.Nobody();
            case Answer.Unread<T>(var why) -> new Side.Unread(why);
        };
    }

    private Verdict verdict() {
        Set<Place> unread = EnumSet.noneOf(Place.class);
        if (clerk instanceof Answer.Unread) {
            unread.add(Place.CLERK);
        }
        if (convex instanceof Answer.Unread) {
            unread.add(Place.CONVEX);
        }
        return unread.isEmpty() ? Verdict.of(states(), underWay) : new Verdict.Untold(unread);
    }

    /** @throws dev.lockstep.core.Problem when a service did not answer */
    Comparison states() {
        return new Comparison(
                clerk.orThrow().map(told -> States.of(told, roles)),
                convex.orThrow().map(States::of),
                here.map(States::of));
    }
}
