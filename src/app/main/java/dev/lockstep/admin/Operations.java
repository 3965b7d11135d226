package dev.lockstep.admin;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Failures;
import dev.lockstep.outbox.Resolutions;
import dev.lockstep.outbox.Retries;
import dev.lockstep.outbox.change.Comparison;
import dev.lockstep.outbox.change.SystemId;
import dev.lockstep.outbox.trouble.Tally;
import dev.lockstep.outbox.trouble.TroubleFilter;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * The door for administrators: what is held up, whose it is, and putting it right. What reads checks the role itself; what
 * acts, or reads off the page's thread, takes the proof of it.
 */
@Service
public class Operations {

    private final Failures failures;
    private final Resolutions mending;
    private final Retries retries;
    private final Accounts accounts;
    private final CurrentAccount current;
    private final AuditTrail trail;

    Operations(
            Failures failures,
            Resolutions mending,
            Retries retries,
            Accounts accounts,
            CurrentAccount current,
            AuditTrail trail) {
        this.failures = failures;
        this.mending = mending;
        this.retries = retries;
        this.accounts = accounts;
        this.current = current;
        this.trail = trail;
    }

    /**
     * A change that is held up.
     *
     * @param person whose it is; the id where the person is not known here
     * @param title what people call its destination
     */
    public record Failure(TroubledChange change, String person, String title) {}

    /** Who may act, found on the page's own thread; carries the right to act off it. */
    public Administrator administrator() {
        return current.find()
                .filter(account -> account.role() == Role.ADMIN)
                .map(account -> new Administrator(account.id().value()))
                .orElseThrow(() -> new SecurityException("Only administrators see failures"));
    }

    /** Proof that an administrator is acting; only {@link #administrator} makes one. */
    public static final class Administrator {

        private final String id;

        private Administrator(String id) {
            this.id = id;
        }

        /** The administrator's own id. */
        String id() {
            return id;
        }
    }

    /**
     * For what reads off the page, for as long as the page is there: it may be there longer than the right to it.
     *
     * @throws SecurityException when this is no administrator any more
     */
    void check(Administrator by) {
        if (accounts.find(new PersonId(by.id))
                .filter(account -> account.role() == Role.ADMIN)
                .isEmpty()) {
            throw new SecurityException("Only administrators see failures");
        }
    }

    /** The latest trouble first. */
    public List<Failure> failures(TroubleFilter filter, int offset, int limit) {
        return failures(administrator(), filter, offset, limit);
    }

    /** The same, on any thread. */
    public List<Failure> failures(Administrator by, TroubleFilter filter, int offset, int limit) {
        check(by);
        return named(failures.page(filter, offset, limit));
    }

    private List<Failure> named(List<TroubledChange> changes) {
        Map<String, String> names =
                names(changes.stream().map(change -> change.owner().value()).collect(Collectors.toSet()));
        return changes.stream()
                .map(change -> new Failure(
                        change,
                        names.getOrDefault(
                                change.owner().value(), change.owner().value()),
                        failures.title(change.destination())))
                .toList();
    }

    /** Display names of people by id; whoever is not known here is left out. */
    public Map<String, String> names(Collection<String> ids) {
        Map<Owner, Account> people =
                accounts.byOwner(ids.stream().map(Owner::of).collect(Collectors.toSet()));
        return people.entrySet().stream()
                .collect(Collectors.toMap(
                        person -> person.getKey().value(),
                        person -> person.getValue().displayName()));
    }

    public long countFailures(TroubleFilter filter) {
        return countFailures(administrator(), filter);
    }

    /** The same, on any thread. */
    public long countFailures(Administrator by, TroubleFilter filter) {
        check(by);
        return failures.count(filter);
    }

    /** How many of everything, for these people and this time, whatever else the filter names. On any thread. */
    public List<Tally> tallies(Administrator by, TroubleFilter filter) {
        check(by);
        return failures.tallies(filter);
    }

    /** What people call a destination. */
    public String title(String destination) {
        return failures.title(destination);
    }

    /** People with this id, or this text in their name, username or e-mail. On any thread. */
    public Set<Owner> people(Administrator by, String text) {
        check(by);
        return accounts.named(text);
    }

    /** The audit trail, the newest first. */
    public List<AuditRecord> audit(AuditTrail.Filter filter, int page, int size) {
        return audit(administrator(), filter, page, size);
    }

    /** The same, on any thread. */
    public List<AuditRecord> audit(Administrator by, AuditTrail.Filter filter, int page, int size) {
        check(by);
        return trail.newest(filter, page, size);
    }

    /** On any thread. */
    public long countAudit(Administrator by, AuditTrail.Filter filter) {
        check(by);
        return trail.count(filter);
    }

    /** All of it that fits, the newest first; off the page. */
    public void eachAudit(Administrator by, AuditTrail.Filter filter, Consumer<AuditRecord> reader) {
        trail.each(filter, reader);
    }

    /** Entries of this action, or by or about these people. */
    public AuditTrail.Filter auditFilter(String text, Instant since) {
        return auditFilter(administrator(), text, since);
    }

    /** The same, on any thread. */
    public AuditTrail.Filter auditFilter(Administrator by, String text, Instant since) {
        check(by);
        String wanted = text.strip();
        Set<String> people = accounts.named(wanted).stream().map(Owner::value).collect(Collectors.toSet());
        return new AuditTrail.Filter(wanted, people, since);
    }

    /** Whether the person whose page this is may look here. */
    public boolean isAdministrator() {
        return current.find().filter(account -> account.role() == Role.ADMIN).isPresent();
    }

    /** How many changes wait for somebody. */
    public long parked() {
        return parked(administrator());
    }

    /** The same, on any thread. */
    public long parked(Administrator by) {
        check(by);
        return failures.parked();
    }

    /** Like {@link Failures#watch}. */
    public Runnable watch(Runnable watcher) {
        return failures.watch(watcher);
    }

    /** All that is known of one change; empty when there is no such change. */
    public Optional<Failures.Detail> detail(ChangeId id) {
        return detail(administrator(), id);
    }

    /** The same, on any thread. */
    public Optional<Failures.Detail> detail(Administrator by, ChangeId id) {
        check(by);
        return failures.detail(id);
    }

    /** The same change as the list shows it. */
    public Failure failure(TroubledChange change) {
        return named(List.of(change)).getFirst();
    }

    /** What each place says about the change's record; asks the systems, so call it off the page. */
    public Optional<Comparison> compare(Administrator by, ChangeId id) {
        return mending.compare(id);
    }

    /**
     * Sends a change again, now.
     *
     * @return where it stands afterwards; empty when it has arrived
     * @throws Problem when it has moved meanwhile
     */
    public Optional<TroubledChange> retry(Administrator by, ChangeId change) {
        return retries.retry(by.id, change);
    }

    /** How many had the same answer from the same destination. On any thread. */
    public long countKind(Administrator by, TroubledChange change) {
        check(by);
        return change.code()
                .map(code -> retries.countKind(change.destination(), code))
                .orElse(1L);
    }

    /**
     * Makes all changes due now that had the same answer from the same destination.
     *
     * @param progress hears how many it is by now
     * @return how many there were
     */
    public long retryAll(Administrator by, TroubledChange like, LongConsumer progress) {
        return like.code()
                .map(code -> retries.retryAll(by.id, like.destination(), code, progress))
                .orElse(0L);
    }

    /** Like {@link Resolutions#edit}. */
    public List<TroubledChange> edit(Administrator by, ChangeId change, String payload) {
        return mending.edit(by.id, change, payload);
    }

    /** Like {@link Resolutions#take}. */
    public List<TroubledChange> take(Administrator by, ChangeId change, SystemId system) {
        return mending.take(by.id, change, system);
    }

    /** Like {@link Resolutions#discard}. */
    public void discard(Administrator by, ChangeId change, String reason) {
        mending.discard(by.id, change, reason);
    }

    /** Like {@link Resolutions#restore}. */
    public void restore(Administrator by, ChangeId change) {
        mending.restore(by.id, change);
    }
}
