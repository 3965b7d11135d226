package dev.lockstep.outbox.store;

import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses to start on an H2 file that acknowledges commits before they are on disk: a killed process would lose up to a
 * second of what it had promised to keep.
 */
@Component
class DurableCommits implements InitializingBean {

    private final DataSource database;

    DurableCommits(DataSource database) {
        this.database = database;
    }

    @Override
    public void afterPropertiesSet() throws Exception {
        String url;
        try (var connection = database.getConnection()) {
            url = connection.getMetaData().getURL();
        }
        if (!url.startsWith("jdbc:h2:") || url.startsWith("jdbc:h2:mem:")) {
            return;
        }
        String delay = JdbcClient.create(database)
                .sql("select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")
                .query(String.class)
                .single();
        if (!delay.equals("0")) {
            throw new IllegalStateException("The H2 database must be opened with WRITE_DELAY=0, not " + delay
                    + "; add it to LOCKSTEP_DATABASE_URL");
        }
    }
}
