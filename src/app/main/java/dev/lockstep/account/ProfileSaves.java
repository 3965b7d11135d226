package dev.lockstep.account;

import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.ProfileRules;
import dev.lockstep.account.profile.ClerkUserDestination;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.account.profile.ProfileChanges;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import dev.lockstep.work.RetriedTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * One save of a profile, from the form to all systems and back.
 *
 * <pre>
 *   check ─▶ row + one change per system (one transaction) ─▶ deliver in parallel ─▶ anything refused?
 *                                                                no ─▶ done          yes ─▶ row back + undo in the
 *                                                                                    other system + the rest again
 * </pre>
 */
@Component
class ProfileSaves {

    private final AccountRepository accounts;
    private final ProfileChanges changes;
    private final Changes outgoing;
    private final Deliveries deliveries;
    private final Clock clock;
    private final RetriedTransaction writes;

    ProfileSaves(
            AccountRepository accounts,
            ProfileChanges changes,
            Changes outgoing,
            Deliveries deliveries,
            Clock clock,
            RetriedTransaction writes) {
        this.accounts = accounts;
        this.changes = changes;
        this.outgoing = outgoing;
        this.deliveries = deliveries;
        this.clock = clock;
        this.writes = writes;
    }

    /** What a save stored: how the account was, what of it changed, which function tells Convex. */
    record Stored(Account before, ProfileChange change, String function, ChangeId group) {}

    SavedProfile save(
            PersonId user, ProfileChange wanted, PictureChoice picture, String function, Consumer<Leg> progress) {
        List<Problem.Field> wrong = ProfileRules.check(wanted);
        if (!wrong.isEmpty()) {
            throw new InvalidProfile(wrong);
        }
        Instant deadline = clock.instant().plus(Accounts.PATIENCE);
        Stored stored = storeUndisturbed(user, wanted, picture, function);
        List<Leg> legs = deliveries.deliver(stored.group(), left(deadline), progress);
        List<Problem.Field> refused = refused(legs);
        if (!refused.isEmpty()) {
            legs = agreeAgain(user, stored, legs, deadline, progress);
        }
        return new SavedProfile(account(user), legs, refused);
    }

    /** The first half of a save, after which nothing of it can be lost. */
    Stored storeUndisturbed(PersonId user, ProfileChange wanted, PictureChoice picture, String function) {
        return writes.run(() -> store(user, wanted, picture, function));
    }

    private Stored store(PersonId user, ProfileChange wanted, PictureChoice picture, String function) {
        AccountEntity row = accounts.findById(user.value())
                .orElseThrow(() -> new IllegalStateException("Bug: a signed-in person has an account"));
        Account before = row.account();
        ProfileChange change = wanted.since(before);
        ChangeId group = outgoing.newId();
        boolean onboarding = function.equals(ProfileChanges.COMPLETE_ONBOARDING);
        row.apply(change, clock.instant());
        if (onboarding) {
            row.onboarded(clock.instant());
        }
        if (!change.isEmpty() || onboarding) {
            changes.toConvex(group, user, function, change);
        }
        if (!change.forClerk().isEmpty()) {
            changes.toClerk(group, user, change);
        }
        if (!(picture instanceof PictureChoice.Keep)) {
            changes.toClerk(group, user, picture);
        }
        return new Stored(before, change, function, group);
    }

    private static List<Problem.Field> refused(List<Leg> legs) {
        return legs.stream()
                .flatMap(leg -> leg.outcome() instanceof Outcome.Rejected rejected
                        ? rejected.fields().stream()
                        : Stream.empty())
                .toList();
    }

    /**
     * Takes refused parts back here and in the system that took them, and sends the rest of what the refusing system
     * threw away with them. Stored in one transaction, so that a crash here ends in agreement too.
     */
    private List<Leg> agreeAgain(
            PersonId user, Stored stored, List<Leg> legs, Instant deadline, Consumer<Leg> progress) {
        ChangeId group = outgoing.newId();
        writes.run(() -> {
            for (Leg leg : legs) {
                if (leg.outcome() instanceof Outcome.Rejected rejected) {
                    takeBack(group, user, stored, leg.destination(), rejected);
                }
            }
            return group;
        });
        List<Leg> second = deliveries.deliver(group, left(deadline), leg -> {});
        List<Leg> all = merge(legs, second);
        all.forEach(progress);
        return all;
    }

    private void takeBack(ChangeId group, PersonId user, Stored stored, String destination, Outcome.Rejected rejected) {
        Set<String> names = rejected.fields().stream().map(Problem.Field::field).collect(Collectors.toSet());
        ProfileChange known = stored.change().only(names);
        ProfileChange undo = known.undo(stored.before());
        accounts.findById(user.value()).ifPresent(row -> row.apply(undo, clock.instant()));
        boolean byClerk = destination.equals(ClerkUserDestination.NAME);
        if (byClerk && !undo.isEmpty()) {
            changes.toConvex(group, user, ProfileChanges.UPDATE, undo);
        }
        if (byClerk && !stored.change().without(names).forClerk().isEmpty()) {
            changes.toClerk(group, user, stored.change().without(names));
        }
        boolean byConvex = destination.equals(Changes.CONVEX);
        if (byConvex && !undo.forClerk().isEmpty()) {
            changes.toClerk(group, user, undo);
        }
        if (byConvex && !stored.change().without(names).isEmpty()) {
            changes.toConvex(group, user, stored.function(), stored.change().without(names));
        }
    }

    /** A refusal stays a refusal; what is still on its way after the second round shows as that. */
    private static List<Leg> merge(List<Leg> first, List<Leg> second) {
        var merged = new ArrayList<Leg>();
        for (Leg leg : first) {
            Optional<Leg> later = second.stream()
                    .filter(other -> other.destination().equals(leg.destination()))
                    .filter(other -> !(leg.outcome() instanceof Outcome.Rejected))
                    .filter(other -> !(other.outcome() instanceof Outcome.Saved))
                    .findFirst();
            merged.add(later.orElse(leg));
        }
        return merged;
    }

    private Duration left(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Account account(PersonId user) {
        return accounts.findById(user.value()).orElseThrow().account();
    }
}
