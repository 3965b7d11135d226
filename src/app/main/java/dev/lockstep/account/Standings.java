package dev.lockstep.account;

import dev.lockstep.account.person.Role;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.core.PersonId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people's open sessions are held against. */
@Component
public class Standings {

    private final AccountRepository accounts;

    Standings(AccountRepository accounts) {
        this.accounts = accounts;
    }

    /**
     * How somebody stands now.
     *
     * @param endedUpTo sign-ins up to this moment are over
     */
    public record Standing(Role role, Optional<Instant> endedUpTo) {}

    /** Of those who are known here. */
    @Transactional(readOnly = true)
    public Map<PersonId, Standing> of(Collection<PersonId> users) {
        return accounts.standings(users.stream().map(PersonId::value).toList()).stream()
                .collect(Collectors.toMap(
                        row -> new PersonId(row.id()),
                        row -> new Standing(row.role(), Optional.ofNullable(row.endedUpTo()))));
    }
}
