package dev.lockstep.account.reconcile;

import dev.lockstep.account.drift.Comparison;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.UnderWay;
import dev.lockstep.account.profile.PeopleHere;
import dev.lockstep.account.reconcile.ReconciliationRun.Phase;
import dev.lockstep.account.reconcile.RunStore.Position;
import dev.lockstep.account.reconcile.side.Sides;
import dev.lockstep.account.reconcile.side.States;
import dev.lockstep.account.role.Roles;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Looks at people, a page at a time: at all of Clerk's with their rows in Convex and here, then at those in Convex and at
 * those here whom Clerk's pages did not show. Nobody counts as deleted for not being on a page: Clerk is asked for each
 * of them by id. Holds a page at most; reads only.
 */
@Component
class Scan {

    private static final int LONGEST_ID = 64;

    private final PeopleHere people;
    private final SeenPeople seen;
    private final ReconciliationProperties properties;
    private final Roles roles;
    private final Clock clock;

    Scan(PeopleHere people, SeenPeople seen, ReconciliationProperties properties, Roles roles, Clock clock) {
        this.roles = roles;
        this.people = people;
        this.seen = seen;
        this.properties = properties;
        this.clock = clock;
    }

    /** Somebody out of step. */
    record Found(Drift drift, String name) {}

    /**
     * What a page brought.
     *
     * @param next where to go on
     * @param looked at how many people of this page, some perhaps for the second time
     * @param examined ids that need no other look in this run
     */
    record Page(Position next, int looked, List<String> examined, List<Found> found) {}

    Page next(UUID run, Position at, Sides sides) {
        return switch (at.phase()) {
            case CLERK -> inClerk(at, sides);
            case CONVEX -> inConvex(run, at, sides);
            case HERE -> here(run, at, sides);
            case REPAIR -> throw new IllegalStateException("Bug: there is nothing to look at in " + at.phase());
        };
    }

    /**
     * Each page begins with the last one of the page before. When it does not, somebody earlier was deleted and the rest
     * moved up, so the page before is read again.
     */
    private Page inClerk(Position at, Sides sides) {
        int size = properties.pageSize();
        boolean overlap = !at.after().isEmpty();
        List<ClerkUser> page = sides.clerk().page(size, overlap ? at.offset() - 1 : at.offset());
        if (overlap && (page.isEmpty() || !page.getFirst().id().equals(at.after()))) {
            return new Page(new Position(Phase.CLERK, Math.max(0, at.offset() - size), ""), 0, List.of(), List.of());
        }
        Map<String, ClerkUser> users = page.stream()
                .skip(overlap ? 1 : 0)
                .collect(Collectors.toMap(
                        ClerkUser::id, Function.identity(), (one, other) -> other, LinkedHashMap::new));
        List<String> ids = List.copyOf(users.keySet());
        List<Found> found = examine(ids, users, sides.convex().byIds(ids), sides);
        Position next = page.size() < size
                ? Position.startOf(Phase.CONVEX)
                : new Position(
                        Phase.CLERK, at.offset() + users.size(), page.getLast().id());
        return new Page(next, ids.size(), ids, found);
    }

    private Page inConvex(UUID run, Position at, Sides sides) {
        Map<String, ConvexValue.Obj> rows = sides.convex().after(at.after(), properties.pageSize());
        List<String> unseen = seen.unseen(
                run,
                rows.entrySet().stream()
                        .filter(row -> !States.of(row.getValue()).deleted())
                        .map(Map.Entry::getKey)
                        .toList());
        List<Found> found = examine(unseen, sides.clerk().byIds(unseen), rows, sides);
        Position next = rows.isEmpty()
                ? Position.startOf(Phase.HERE)
                : new Position(Phase.CONVEX, 0, List.copyOf(rows.keySet()).getLast());
        return new Page(next, rows.size(), unseen, found);
    }

    private Page here(UUID run, Position at, Sides sides) {
        List<PeopleHere.Person> rows = people.after(at.after(), properties.pageSize());
        List<String> unseen = seen.unseen(
                run,
                rows.stream()
                        .filter(row -> !row.deleted())
                        .map(row -> row.account().id().value())
                        .toList());
        List<Found> found =
                examine(unseen, sides.clerk().byIds(unseen), sides.convex().byIds(unseen), sides);
        Position next = rows.isEmpty()
                ? Position.startOf(Phase.REPAIR)
                : new Position(Phase.HERE, 0, rows.getLast().account().id().value());
        return new Page(next, rows.size(), unseen, found);
    }

    private List<Found> examine(
            List<String> ids, Map<String, ClerkUser> clerk, Map<String, ConvexValue.Obj> convex, Sides sides) {
        Map<String, PeopleHere.Person> here = people.byIds(ids).stream()
                .collect(Collectors.toMap(person -> person.account().id().value(), Function.identity()));
        Instant settled = clock.instant().minus(properties.grace());
        var found = new ArrayList<Found>();
        for (String id : ids) {
            Optional<ClerkUser> user = Optional.ofNullable(clerk.get(id));
            var states = new Comparison(
                    user.map(known -> States.of(known, roles)),
                    Optional.ofNullable(convex.get(id)).map(States::of),
                    Optional.ofNullable(here.get(id)).map(States::of));
            boolean young =
                    user.filter(known -> known.updatedAt().isAfter(settled)).isPresent();
            if (!young && states.drift(UnderWay.NOTHING).isPresent()) {
                lookAgain(id, states).ifPresent(found::add);
            }
        }
        return withoutDeletedMeanwhile(found, sides);
    }

    /** With the row as it is now and what is on its way at the same moment, which a page of hundreds does not ask for. */
    private Optional<Found> lookAgain(String id, Comparison states) {
        if (id.length() > LONGEST_ID) {
            return states.drift(UnderWay.NOTHING).map(drift -> new Found(drift, id));
        }
        PeopleHere.Look look = people.look(new PersonId(id));
        var now = new Comparison(states.clerk(), states.convex(), look.person().map(States::of));
        return now.drift(States.of(look.onTheWay())).map(drift -> new Found(drift, name(now)));
    }

    private static String name(Comparison states) {
        Stream<PersonState> known =
                Stream.of(states.clerk(), states.here(), states.convex()).flatMap(Optional::stream);
        return States.name(known);
    }

    /** Who is deleted here and was in Clerk a moment ago may just have been deleted there. */
    private static List<Found> withoutDeletedMeanwhile(List<Found> found, Sides sides) {
        List<String> buried = found.stream()
                .map(Found::drift)
                .filter(Drift.Buried.class::isInstance)
                .map(Drift::person)
                .toList();
        Collection<String> alive = sides.clerk().byIds(buried).keySet();
        return found.stream()
                .filter(one -> !(one.drift() instanceof Drift.Buried(var person, var in)) || alive.contains(person))
                .toList();
    }
}
