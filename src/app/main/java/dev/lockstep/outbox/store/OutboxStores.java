package dev.lockstep.outbox.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Chooses how changes are kept by the database that is there. */
@Configuration(proxyBeanMethods = false)
class OutboxStores {

    @Bean
    OutboxStore outboxStore(DataSource database) throws SQLException {
        var template = new NamedParameterJdbcTemplate(database);
        try (var connection = database.getConnection()) {
            boolean postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
            return new JdbcOutboxStore(template, postgres ? new PostgresQueue(template) : new KeysetQueue(template));
        }
    }
}
