package dev.lockstep.sync.store;

import dev.lockstep.Postgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

@Tag("wire")
class PostgresSyncStoresTest extends SyncStoresTest {

    private static final DataSource DATABASE =
            migrated(new SingleConnectionDataSource(Postgres.freshDatabase(), "postgres", "", true), "postgresql");

    @Override
    DataSource database() {
        return DATABASE;
    }
}
