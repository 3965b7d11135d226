package dev.lockstep.account;

import dev.lockstep.account.limit.Limits;
import dev.lockstep.account.limit.TooMany;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.account.profile.ProfileChanges;
import dev.lockstep.account.profile.ProfilePayload;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.SetAside;
import dev.lockstep.outbox.Waiting;
import dev.lockstep.outbox.change.PendingCount;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The door to the people of this installation. */
@Service
public class Accounts {

    /** How long a save waits for its systems at most before it says "queued". */
    public static final Duration PATIENCE = Duration.ofSeconds(9);

    private final AccountRepository accounts;
    private final ProfileSaves saves;
    private final Deliveries deliveries;
    private final Limits limits;

    Accounts(AccountRepository accounts, ProfileSaves saves, Deliveries deliveries, Limits limits) {
        this.limits = limits;
        this.accounts = accounts;
        this.saves = saves;
        this.deliveries = deliveries;
    }

    @Transactional(readOnly = true)
    public Optional<Account> find(PersonId user) {
        return accounts.findById(user.value()).map(AccountEntity::account);
    }

    /** Display names by owner, for lists that show changes of many people; unknown owners are left out. */
    @Transactional(readOnly = true)
    public Map<Owner, Account> byOwner(Collection<? extends Owner> owners) {
        return accounts.findAllById(owners.stream().map(Owner::value).collect(Collectors.toSet())).stream()
                .map(AccountEntity::account)
                .collect(Collectors.toMap(account -> account.id(), account -> account));
    }

    /** What Clerk told is nobody's own change; administrators see it when it does not arrive. */
    /** How many of the changes that are held up are named; the others are counted. */
    public static final int SHOWN = 50;

    private static final Set<String> NOT_THEIR_OWN = Set.of(Changes.CONVEX_SYSTEM);

    /** The most that {@link #named} gives. */
    public static final int MOST_NAMED = 200;

    /**
     * People whose id is this text, or whose name, username or e-mail has it in it; at most {@link #MOST_NAMED}, for lists
     * that look for people.
     */
    @Transactional(readOnly = true)
    public Set<Owner> named(String text) {
        String wanted = text.strip();
        Set<Owner> found = new HashSet<>();
        if (!wanted.isEmpty() && wanted.length() <= 64) {
            found.add(Owner.of(wanted));
            String pattern = "%" + wanted.toLowerCase(Locale.ROOT) + "%";
            accounts.named(pattern, Limit.of(MOST_NAMED)).forEach(id -> found.add(Owner.of(id)));
        }
        return found;
    }

    /**
     * Saves what differs, here at once and in Clerk and Convex in parallel, and waits up to {@link #PATIENCE} for them.
     *
     * <p>A part that a system refuses for good is taken back in the others, so that all agree again; the rest stays
     * saved. What did not arrive in time is queued and survives a restart.
     *
     * @param progress told of each system's leg as soon as it is known, on another thread
     * @throws InvalidProfile when a field breaks a rule; nothing is saved then
     * @throws TooMany when this person has changed too much in a short while; nothing is saved then
     */
    public SavedProfile save(PersonId user, ProfileChange change, PictureChoice picture, Consumer<Leg> progress) {
        limits.change(user);
        return saves.save(user, change, picture, ProfileChanges.UPDATE, progress);
    }

    /** Like {@link #save}, and ends the introduction. */
    public SavedProfile completeOnboarding(
            PersonId user, ProfileChange change, PictureChoice picture, Consumer<Leg> progress) {
        limits.change(user);
        return saves.save(user, change, picture, ProfileChanges.COMPLETE_ONBOARDING, progress);
    }

    /**
     * What of this person's is held up, oldest first, at most {@link #SHOWN}. Changes that are merely on their way, with
     * nothing gone wrong, are not: they arrive before anybody could read of them.
     */
    public List<Waiting> waiting(PersonId user) {
        return heldUp(user).oldest();
    }

    /** The same, and whether there are more; costs the same however many there are. */
    public HeldUp heldUp(PersonId user) {
        List<Waiting> oldest = deliveries.oldestWaiting(user, NOT_THEIR_OWN, SHOWN + 1);
        boolean more = oldest.size() > SHOWN;
        boolean heldUp =
                more || oldest.stream().anyMatch(change -> change.error().isPresent());
        return new HeldUp(heldUp ? oldest.subList(0, Math.min(SHOWN, oldest.size())) : List.of(), more);
    }

    /**
     * What of a person's is held up.
     *
     * @param oldest at most {@link #SHOWN}
     * @param more whether there are others
     */
    public record HeldUp(List<Waiting> oldest, boolean more) {}

    /** How many are held up, of which how many stopped; costs the same however many there are. */
    public PendingCount countWaiting(PersonId user) {
        PendingCount count = deliveries.count(user, "", NOT_THEIR_OWN);
        return count.failed() > 0 ? count : new PendingCount(0, 0, 0);
    }

    /**
     * What of this person's was set aside and still differs: nothing newer of the same has reached that system, nor has
     * Clerk told Convex since how the person is.
     */
    @Transactional(readOnly = true)
    public List<Difference> differences(PersonId user) {
        return deliveries.setAside(user).stream()
                .filter(change -> !isSettled(change))
                .map(this::difference)
                .toList();
    }

    private static boolean isSettled(SetAside aside) {
        boolean ownInterests = aside.change().destination().equals(Changes.CONVEX)
                && fields(aside).contains(ProfileChange.INTERESTS);
        return aside.arrivedSince().contains(aside.change().destination())
                || (aside.arrivedSince().contains(Changes.CONVEX_SYSTEM) && !ownInterests);
    }

    private static Set<String> fields(SetAside aside) {
        String payload = aside.change().payload();
        return ProfilePayload.forClerk(payload)
                .or(() -> ProfilePayload.forConvex(payload))
                .map(change -> change.parts().keySet())
                .orElse(Set.of());
    }

    private Difference difference(SetAside aside) {
        String by = accounts.findById(aside.by())
                .map(row -> row.account().displayName())
                .orElse(aside.by());
        return new Difference(aside.title(), fields(aside), by, aside.at(), aside.reason());
    }

    /** Like {@link Deliveries#watch}, for this person's changes. */
    public Runnable watch(PersonId user, Runnable watcher) {
        return deliveries.watch(user, watcher);
    }

    /** Sends one of this person's own changes again, now. */
    public Optional<Waiting> retry(PersonId user, ChangeId change) {
        limits.change(user);
        return deliveries.retryOwn(user, change);
    }
}
