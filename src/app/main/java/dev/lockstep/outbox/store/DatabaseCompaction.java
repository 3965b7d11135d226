package dev.lockstep.outbox.store;

import dev.lockstep.core.FileCompaction;
import javax.sql.DataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the H2 file small that commits are durable in; a PostgreSQL looks after itself. */
@Component
class DatabaseCompaction {

    private final DataSource database;
    private final FileCompaction compaction = new FileCompaction();

    DatabaseCompaction(DataSource database) {
        this.database = database;
    }

    @Scheduled(fixedDelay = 1_000)
    void run() {
        compaction.run(database);
    }
}
