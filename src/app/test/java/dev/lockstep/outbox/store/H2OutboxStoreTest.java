package dev.lockstep.outbox.store;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class H2OutboxStoreTest extends JdbcOutboxStoreTest {

    private static final DataSource DATABASE = migrated(
            JdbcConnectionPool.create(
                    "jdbc:h2:mem:outbox-store;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "", ""),
            "h2");

    @Override
    DataSource database() {
        return DATABASE;
    }
}
