package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Owner;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.trouble.Tally;
import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubleFilter;
import dev.lockstep.outbox.trouble.TroubledChange;
import dev.lockstep.outbox.trouble.Troubles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestConstructor;

/** Lists and counts of many failures, on H2 as a new installation has it. */
@SpringBootTest(
        classes = OutboxContext.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.jpa.hibernate.ddl-auto=validate",
            "spring.main.allow-bean-definition-overriding=true",
            "spring.datasource.url=jdbc:h2:mem:troubles;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"
        })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class TroublesTest {

    static final int MANY = 100_000;
    private static final Pattern INDEX = Pattern.compile("^CREATE .*?INDEX (\\S+) ON ");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Autowired
    Troubles troubles;

    @Autowired
    private PushLoop loop;

    @Autowired
    JdbcTemplate jdbc;

    @BeforeEach
    void fill() {
        loop.stop();
        if (jdbc.queryForObject("select count(*) from outbox_entry", Long.class) == 0) {
            // Indexes are made of all rows sooner than row by row.
            List<String> indexes = indexes();
            indexes.forEach(index -> jdbc.execute("drop index " + name(index)));
            // Half of the rows have arrived; the others are in all kinds of trouble, one a second.
            jdbc.update("""
                    insert into outbox_entry (id, group_id, owner_id, destination, table_name, record_id, state, trouble,
                      troubled_at, attempts, refusals, claims, next_attempt_at, last_error_code, last_error, created_at,
                      updated_at, version)
                    select random_uuid(), random_uuid(), 'user_' || mod(x, 1000),
                      case when mod(x, 3) = 0 then 'ALPHA' else 'BETA' end,
                      case when mod(x, 5) = 0 then 'generations' else 'account' end, x,
                      case when x > 100000 then 'DONE' when mod(x, 4) = 0 then 'PARKED' else 'WAITING' end,
                      case when x > 100000 then null when mod(x, 4) = 0 then 'PARKED' when mod(x, 4) = 1 then 'AUTH'
                        when mod(x, 4) = 2 then 'PERMANENT' else 'TRANSIENT' end,
                      case when x > 100000 then null else dateadd(second, x, timestamp with time zone '2026-01-01 00:00:00Z') end,
                      3, 1, 3, current_timestamp, 'Busy', 'It was busy.',
                      timestamp with time zone '2026-01-01 00:00:00Z', timestamp with time zone '2026-01-01 00:00:00Z', 1
                    from (select "X" as x from system_range(1, 200000)) numbers
                    """);
            indexes.forEach(jdbc::execute);
        }
    }

    /** The statements that make the table's indexes, but for those of its constraints. */
    private List<String> indexes() {
        return jdbc.queryForList("script nodata table outbox_entry", String.class).stream()
                .filter(statement -> INDEX.matcher(statement).find())
                .toList();
    }

    private static String name(String index) {
        Matcher found = INDEX.matcher(index);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void findsByEachFilterAndAllOfThem() {
        var some = TroubleFilter.ALL
                .of(Optional.of(Trouble.PARKED))
                .to(Set.of("ALPHA"))
                .in(Optional.of("generations"))
                .ownedBy(Optional.of(Set.of(Owner.of("user_60"))))
                .since(Optional.of(START), Optional.of(START.plusSeconds(5_000)));

        assertThat(troubles.page(some, 0, 10))
                .extracting(TroubledChange::record)
                .containsExactly("generations/3060", "generations/60");
        assertThat(troubles.count(some)).isEqualTo(2);
        assertThat(troubles.count(TroubleFilter.ALL.of(Optional.of(Trouble.AUTH))))
                .isEqualTo(MANY / 4);
        assertThat(troubles.count(TroubleFilter.ALL.to(Set.of("ALPHA")))).isEqualTo(33_333);
        assertThat(troubles.count(TroubleFilter.ALL.in(Optional.of("generations"))))
                .isEqualTo(MANY / 5);
        assertThat(troubles.count(TroubleFilter.ALL.ownedBy(Optional.of(Set.of()))))
                .isZero();
        assertThat(troubles.tallies(TroubleFilter.ALL).stream()
                        .mapToLong(Tally::count)
                        .sum())
                .isEqualTo(MANY);
        assertThat(troubles.parked()).isEqualTo(MANY / 4);
    }
}
