package dev.lockstep.sync.store;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class H2SyncStoresTest extends SyncStoresTest {

    private static final DataSource DATABASE = migrated(
            JdbcConnectionPool.create(
                    "jdbc:h2:mem:sync-stores;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "", ""),
            "h2");

    @Override
    DataSource database() {
        return DATABASE;
    }
}
