package dev.lockstep.account;

import dev.lockstep.account.person.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Up to when people's sign-ins are over. */
@Component
public class SessionEnds {

    private final AccountRepository accounts;

    SessionEnds(AccountRepository accounts) {
        this.accounts = accounts;
    }

    /** Of those who have such a time. */
    @Transactional(readOnly = true)
    public Map<UserId, Instant> of(Collection<UserId> users) {
        return accounts.ended(users.stream().map(UserId::value).toList()).stream()
                .collect(Collectors.toMap(ended -> new UserId(ended.id()), AccountRepository.Ended::upTo));
    }
}
