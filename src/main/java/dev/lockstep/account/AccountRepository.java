package dev.lockstep.account;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface AccountRepository extends JpaRepository<AccountEntity, String> {

    @Query("""
            select a.id from AccountEntity a
            where lower(concat(coalesce(a.firstName, ''), ' ', coalesce(a.lastName, ''))) like :pattern
               or lower(a.username) like :pattern or lower(a.email) like :pattern
            order by a.id
            """)
    List<String> named(String pattern, Limit limit);

    List<AccountEntity> findByIdGreaterThanOrderById(String id, Limit limit);

    long countByDeletedAtIsNull();

    /** Whose sign-ins were ended, and up to when. */
    record Ended(String id, Instant upTo) {}

    @Query("""
            select new dev.lockstep.account.AccountRepository$Ended(a.id, a.sessionsEndedAt) from AccountEntity a
            where a.id in :ids and a.sessionsEndedAt is not null
            """)
    List<Ended> ended(Collection<String> ids);
}
