package dev.lockstep.outbox.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes changes that were settled long ago, with their payloads and pictures. Those that wait or are parked stay, however
 * old. In batches, each a transaction of its own, along the key, which begins with the time: nothing else waits for it, and
 * nodes that do it at once share the work, since each passes over what another has locked.
 */
@Component
class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final int BATCH = 500;

    private static final String SETTLED = "state not in ('WAITING', 'PARKED') and updated_at < :before";
    /** Without a lock: H2 locks, and keeps, each row that it looks at before it comes to the limit. */
    private static final String BATCH_OF_IDS = "select id from outbox_entry where id > :after and id < :oldest and "
            + SETTLED + " order by id limit :batch";

    private static final String LOCKED =
            "select id from outbox_entry where id in (:ids) and " + SETTLED + " order by id for update skip locked";
    private static final String DELETE = "delete from outbox_entry where id in (:ids)";

    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration kept;

    Retention(DataSource database, PlatformTransactionManager transactions, Clock clock, OutboxRetention retention) {
        this.database = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.kept = retention.kept();
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 150_000)
    void forget() {
        long deleted = forgetSettled();
        if (deleted > 0) {
            LOG.info("Forgot {} changes that were settled more than {} days ago", deleted, kept.toDays());
        }
    }

    /** @return how many were deleted */
    long forgetSettled() {
        Instant before = clock.instant().minus(kept);
        long deleted = 0;
        List<UUID> batch = batch(FIRST, before);
        while (!batch.isEmpty()) {
            List<UUID> chosen = batch;
            deleted += transaction.execute(status -> delete(chosen, before));
            batch = batch(chosen.getLast(), before);
        }
        return deleted;
    }

    private List<UUID> batch(UUID after, Instant before) {
        return ids(database.sql(BATCH_OF_IDS)
                .param("after", after)
                .param("oldest", keyAt(before))
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("batch", BATCH));
    }

    private int delete(List<UUID> chosen, Instant before) {
        List<UUID> locked =
                ids(database.sql(LOCKED).param("ids", chosen).param("before", before.atOffset(ZoneOffset.UTC)));
        return locked.isEmpty() ? 0 : database.sql(DELETE).param("ids", locked).update();
    }

    private static List<UUID> ids(JdbcClient.StatementSpec statement) {
        return statement.query((row, number) -> row.getObject(1, UUID.class)).list();
    }

    /** Below all ids of version 7 that were made from this moment on. */
    private static UUID keyAt(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16, 0);
    }
}
