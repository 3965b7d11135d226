package dev.lockstep.account.people;

import dev.lockstep.account.drift.UnderWay;
import dev.lockstep.account.profile.PeopleHere;
import dev.lockstep.account.reconcile.side.States;
import dev.lockstep.account.role.Roles;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.platform.OwnDeployment;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Asks all three places about one person at once; each may fail alone. Waits for them, so call it off the page. */
@Component
class Sightings {

    private static final Executor EACH_ITS_OWN =
            work -> Thread.ofVirtual().name("people-seen").start(work);

    private final ClerkClient clerk;
    private final OwnDeployment convex;
    private final PeopleHere people;
    private final Roles roles;

    Sightings(ClerkClient clerk, OwnDeployment convex, PeopleHere people, Roles roles) {
        this.roles = roles;
        this.clerk = clerk;
        this.convex = convex;
        this.people = people;
    }

    Sighting of(PersonId user) {
        UnderWay before = States.of(people.look(user).onTheWay());
        var inClerk = asked(() -> clerk.findUser(user.value()));
        var inConvex = asked(() -> inConvex(user));
        Answer<ClerkUser> clerkSays = inClerk.join();
        Answer<ConvexValue.Obj> convexSays = inConvex.join();
        // Last, so that news that came meanwhile show as newer than what was asked and not as a difference.
        PeopleHere.Look here = people.look(user);
        return new Sighting(
                user, clerkSays, convexSays, here.person(), both(before, States.of(here.onTheWay())), roles);
    }

    private Optional<ConvexValue.Obj> inConvex(PersonId user) {
        ConvexValue answer =
                convex.query("reconciliation:byIds", ConvexValue.object("ids", ConvexValue.of(List.of(user.value()))));
        if (!(answer instanceof ConvexValue.Array(var rows))) {
            throw new IllegalStateException("Bug: reconciliation:byIds gives a list");
        }
        return rows.stream().map(ConvexValue.Obj.class::cast).findFirst();
    }

    private static <T> CompletableFuture<Answer<T>> asked(Supplier<Optional<T>> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.get().<Answer<T>>map(Answer.Found::new).orElseGet(Answer.Nobody::new);
                    } catch (Problem problem) {
                        return new Answer.Unread<>(problem);
                    }
                },
                EACH_ITS_OWN);
    }

    /** What was on its way before Convex was asked may have arrived after it answered. */
    private static UnderWay both(UnderWay before, UnderWay after) {
        Set<String> parts = new HashSet<>(before.parts());
        parts.addAll(after.parts());
        return new UnderWay(parts, before.toConvex() || after.toConvex());
    }
}
