package dev.lockstep.admin;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.sync.Sync;
import dev.lockstep.sync.Waiting;
import dev.lockstep.sync.table.ChangeId;
import dev.lockstep.sync.table.OwnerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The door for administrators: what is held up, whose it is, and sending it again. Checks the role itself. */
@Service
public class Operations {

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private final Sync sync;
    private final Accounts accounts;
    private final CurrentAccount current;

    Operations(Sync sync, Accounts accounts, CurrentAccount current) {
        this.sync = sync;
        this.accounts = accounts;
        this.current = current;
    }

    /** A change that is held up and the person it belongs to; the name is the id where the person is not known here. */
    public record Failure(Waiting change, String person) {}

    /** Newest first. */
    public List<Failure> failures(int page, int size) {
        administrator();
        List<Waiting> changes = sync.failures(page, size);
        Map<OwnerId, Account> people =
                accounts.byOwner(changes.stream().map(Waiting::owner).collect(Collectors.toSet()));
        return changes.stream()
                .map(change -> new Failure(
                        change,
                        Optional.ofNullable(people.get(change.owner()))
                                .map(Account::displayName)
                                .orElse(change.owner().value())))
                .toList();
    }

    public long countFailures() {
        administrator();
        return sync.countFailures();
    }

    /** Who may act, found on the page's own thread; carries the right to call {@link #retry} off it. */
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

        /** Whom the trail names. */
        String id() {
            return id;
        }
    }

    /**
     * Sends a change again, now.
     *
     * @return where it stands afterwards; empty when it has arrived
     */
    public Optional<Waiting> retry(Administrator by, ChangeId change) {
        LOG.info("Retry asked for change={} by={}", change, by.id);
        return sync.retry(change);
    }
}
