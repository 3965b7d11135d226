package dev.lockstep.outbox.meter;

import dev.lockstep.outbox.change.Destination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts the queue by destination. One count serves everybody who asks within five seconds, since one reading of all
 * figures asks many times. Thread-safe.
 */
@Component
public class QueueDepths {

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final String SQL = """
            select destination,
              sum(case when state = 'WAITING' then 1 else 0 end) as waiting,
              sum(case when state = 'PARKED' then 1 else 0 end) as parked,
              min(case when state = 'WAITING' and (last_error_code is null or last_error_code <> :signIn)
                  then created_at end) as oldest
            from outbox_entry where state in ('WAITING', 'PARKED') group by destination
            """;

    private final JdbcClient database;
    private final Clock clock;
    private Map<String, QueueDepth> counted = Map.of();
    private Instant countedAt = Instant.MIN;

    QueueDepths(DataSource database, Clock clock) {
        this.database = JdbcClient.create(database);
        this.clock = clock;
    }

    /** @return without the destinations for which nothing waits */
    public synchronized Map<String, QueueDepth> byDestination() {
        Instant now = clock.instant();
        if (countedAt.isBefore(now.minus(FRESH))) {
            counted = count(now);
            countedAt = now;
        }
        return counted;
    }

    private Map<String, QueueDepth> count(Instant now) {
        Map<String, QueueDepth> depths = new HashMap<>();
        database.sql(SQL).param("signIn", Destination.NOT_SIGNED_IN.text()).query(row -> {
            depths.put(row.getString("destination"), depth(row, now));
        });
        return Map.copyOf(depths);
    }

    private static QueueDepth depth(ResultSet row, Instant now) throws SQLException {
        OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
        Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now);
        return new QueueDepth(row.getLong("waiting"), row.getLong("parked"), age);
    }
}
