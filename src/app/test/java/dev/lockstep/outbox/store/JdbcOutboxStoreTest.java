package dev.lockstep.outbox.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** A store in a database, whichever it is. */
abstract class JdbcOutboxStoreTest extends OutboxStoreTest {

    abstract DataSource database();

    /** @param vendor the folder of what is that database's own */
    static DataSource migrated(DataSource database, String vendor) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration", "classpath:db/vendor/" + vendor)
                .load()
                .migrate();
        return database;
    }

    @Override
    OutboxStore emptyStore() {
        new JdbcTemplate(database()).update("delete from outbox_entry");
        try {
            return new OutboxStores().outboxStore(database());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    PlatformTransactionManager transactions() {
        return new JdbcTransactionManager(database());
    }
}
