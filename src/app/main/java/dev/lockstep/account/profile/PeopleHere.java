package dev.lockstep.account.profile;

import dev.lockstep.account.person.Account;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.core.PersonId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The people as they stand here, tombstones included, for whoever holds them against Clerk and Convex. */
@Service
public class PeopleHere {

    private final AccountRepository accounts;
    private final ProfileChanges changes;

    PeopleHere(AccountRepository accounts, ProfileChanges changes) {
        this.accounts = accounts;
        this.changes = changes;
    }

    /**
     * A row.
     *
     * @param clerkUpdatedAt Clerk's time of the newest state of this person that is known here
     */
    public record Person(Account account, boolean banned, boolean deleted, Optional<Instant> clerkUpdatedAt) {}

    /**
     * What of a person's has not arrived.
     *
     * @param parts the names of the parts whose newer value is on its way
     * @param toConvex whether Convex is about to hear anything of this person
     */
    public record OnTheWay(Set<String> parts, boolean toConvex) {}

    /** A row and what was on its way at that very moment. */
    public record Look(Optional<Person> person, OnTheWay onTheWay) {}

    @Transactional(readOnly = true)
    public List<Person> byIds(Collection<String> ids) {
        return accounts.findAllById(ids).stream().map(PeopleHere::person).toList();
    }

    /** The next after this id, in the database's order of ids; a blank id begins. */
    @Transactional(readOnly = true)
    public List<Person> after(String id, int limit) {
        return accounts.findByIdGreaterThanOrderById(id, Limit.of(limit)).stream()
                .map(PeopleHere::person)
                .toList();
    }

    /** Without tombstones. */
    @Transactional(readOnly = true)
    public long count() {
        return accounts.countByDeletedAtIsNull();
    }

    /** One snapshot of both: else a change that arrives between two reads would be in neither. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Look look(PersonId user) {
        return new Look(accounts.findById(user.value()).map(PeopleHere::person), changes.onTheWay(user));
    }

    private static Person person(AccountEntity row) {
        return new Person(row.account(), row.isBanned(), row.isDeleted(), row.clerkUpdatedAt());
    }
}
