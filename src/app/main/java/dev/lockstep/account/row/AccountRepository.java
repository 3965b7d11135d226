package dev.lockstep.account.row;

import dev.lockstep.account.person.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface AccountRepository extends JpaRepository<AccountEntity, String> {

    @Query("""
            select a.id from AccountEntity a
            where lower(concat(coalesce(a.firstName, ''), ' ', coalesce(a.lastName, ''))) like :pattern
               or lower(a.username) like :pattern or lower(a.email) like :pattern
            order by a.id
            """)
    List<String> named(String pattern, Limit limit);

    List<AccountEntity> findByIdGreaterThanOrderById(String id, Limit limit);

    long countByDeletedAtIsNull();

    record Standing(String id, Role role, @Nullable Instant endedUpTo) {}

    @Query("""
            select new dev.lockstep.account.row.AccountRepository$Standing(a.id, a.role, a.sessionsEndedAt)
            from AccountEntity a where a.id in :ids
            """)
    List<Standing> standings(Collection<String> ids);
}
