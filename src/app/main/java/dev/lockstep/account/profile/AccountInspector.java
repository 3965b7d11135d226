package dev.lockstep.account.profile;

import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.Systems;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Comparison;
import dev.lockstep.outbox.change.Inspector;
import dev.lockstep.outbox.change.SystemId;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** A person's profile in all systems, for people who put failures right. */
@Component
class AccountInspector implements Inspector {

    private static final List<String> FIELDS = List.of(
            ProfileChange.USERNAME,
            ProfileChange.FIRST_NAME,
            ProfileChange.LAST_NAME,
            ProfileChange.IMAGE_URL,
            ProfileChange.INTERESTS);

    private static final List<SystemId> ALL = List.of(Systems.CLERK, Systems.CONVEX);

    private final AccountRepository accounts;
    private final ProfileChanges changes;
    private final ProfileStates states;
    private final Clock clock;

    AccountInspector(AccountRepository accounts, ProfileChanges changes, ProfileStates states, Clock clock) {
        this.accounts = accounts;
        this.changes = changes;
        this.states = states;
        this.clock = clock;
    }

    @Override
    public boolean knows(Change change) {
        return change.record().equals(ProfileChanges.record(PersonId.of(change.owner())));
    }

    @Override
    public Comparison compare(Change change) {
        PersonId user = PersonId.of(change.owner());
        Map<SystemId, String> unread = new HashMap<>();
        Map<SystemId, ProfileChange> there = new HashMap<>();
        read(Systems.CLERK, () -> ProfileStates.told(states.inClerk(user)), there, unread);
        read(Systems.CONVEX, () -> states.inConvex(user), there, unread);
        Optional<ProfileChange> here = accounts.findById(user.value()).map(row -> state(row.account()));
        Optional<ProfileChange> wanted = wanted(change);
        List<Comparison.Field> fields = FIELDS.stream()
                .map(name -> new Comparison.Field(name, part(here, name), part(wanted, name), parts(there, name)))
                .toList();
        return new Comparison(ALL, fields, unread, takeable(change, unread.keySet()));
    }

    private static void read(
            SystemId system,
            Supplier<ProfileChange> state,
            Map<SystemId, ProfileChange> there,
            Map<SystemId, String> unread) {
        try {
            there.put(system, state.get());
        } catch (Problem problem) {
            unread.put(system, problem.sentence());
        }
    }

    private static Map<SystemId, String> parts(Map<SystemId, ProfileChange> there, String name) {
        Map<SystemId, String> parts = new HashMap<>();
        there.forEach((system, state) -> part(Optional.of(state), name).ifPresent(value -> parts.put(system, value)));
        return parts;
    }

    /** A picture is Clerk's: no other system can give it one. */
    private static Set<SystemId> takeable(Change change, Set<SystemId> unread) {
        var takeable = new HashSet<>(ALL);
        if (change.destination().equals(ClerkImageDestination.NAME)) {
            takeable.remove(Systems.CONVEX);
        }
        takeable.removeAll(unread);
        return takeable;
    }

    private static ProfileChange state(Account account) {
        return new ProfileChange(
                Optional.of(new ProfileChange.Text(account.username())),
                Optional.of(new ProfileChange.Text(account.firstName())),
                Optional.of(new ProfileChange.Text(account.lastName())),
                Optional.of(new ProfileChange.Text(account.imageUrl())),
                Optional.of(account.interests()));
    }

    private static Optional<ProfileChange> wanted(Change change) {
        return switch (change.destination()) {
            case ClerkUserDestination.NAME -> ProfilePayload.forClerk(change.payload());
            case Changes.CONVEX -> ProfilePayload.forConvex(change.payload());
            default -> Optional.empty();
        };
    }

    private static Optional<String> part(Optional<ProfileChange> state, String name) {
        return state.filter(known -> known.parts().containsKey(name))
                .map(known -> known.parts().get(name))
                .map(AccountInspector::shown)
                .or(() -> state.filter(known -> known.parts().containsKey(name)).map(known -> ""));
    }

    private static String shown(Object value) {
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    @Override
    public Consumer<ChangeId> take(Change change, SystemId system) {
        PersonId user = PersonId.of(change.owner());
        ClerkUser clerk = states.inClerk(user);
        if (system.equals(Systems.CLERK)) {
            return group -> takeClerk(group, change, clerk);
        }
        if (!system.equals(Systems.CONVEX)) {
            throw new IllegalArgumentException(system + " knows of no people");
        }
        ProfileChange convex = states.inConvex(user).without(Set.of(ProfileChange.IMAGE_URL));
        return group -> takeConvex(group, user, clerk, convex);
    }

    private void takeClerk(ChangeId group, Change dropped, ClerkUser clerk) {
        PersonId user = PersonId.of(dropped.owner());
        Set<String> underWay = changes.underWay(user);
        ProfileChange told = ProfileStates.told(clerk).without(underWay);
        apply(user, told);
        changes.clerkUser(group, clerk, told);
        keepTheRest(group, user, dropped, told);
    }

    /** What Clerk has no word on, and the end of the introduction, still go where the dropped change was going. */
    private void keepTheRest(ChangeId group, PersonId user, Change dropped, ProfileChange told) {
        if (!dropped.destination().equals(Changes.CONVEX)) {
            return;
        }
        ProfileChange rest = ProfilePayload.forConvex(dropped.payload())
                .orElse(ProfileChange.NOTHING)
                .without(told.parts().keySet());
        boolean welcome = ProfilePayload.function(dropped.payload()).equals(ProfileChanges.COMPLETE_ONBOARDING);
        if (!rest.isEmpty() || welcome) {
            changes.toConvex(group, user, welcome ? ProfileChanges.COMPLETE_ONBOARDING : ProfileChanges.UPDATE, rest);
        }
    }

    private void takeConvex(ChangeId group, PersonId user, ClerkUser clerk, ProfileChange convex) {
        apply(user, convex);
        ProfileChange forClerk =
                ProfileStates.differing(convex, ProfileStates.told(clerk)).forClerk();
        if (!forClerk.isEmpty()) {
            changes.toClerk(group, user, forClerk);
        }
    }

    @Override
    public void edited(Change before, Change after) {
        PersonId user = PersonId.of(after.owner());
        ProfileChange now = wanted(after).orElse(ProfileChange.NOTHING);
        Optional<Account> account = accounts.findById(user.value()).map(AccountEntity::account);
        ProfileChange news = account.map(now::since).orElse(ProfileChange.NOTHING);
        if (news.isEmpty()) {
            return;
        }
        apply(user, news);
        if (after.destination().equals(Changes.CONVEX)) {
            if (!news.forClerk().isEmpty()) {
                changes.toClerk(after.group(), user, news.forClerk());
            }
        } else {
            changes.toConvex(after.group(), user, ProfileChanges.UPDATE, news);
        }
    }

    private void apply(PersonId user, ProfileChange state) {
        accounts.findById(user.value()).ifPresent(row -> row.apply(state.since(row.account()), clock.instant()));
    }
}
