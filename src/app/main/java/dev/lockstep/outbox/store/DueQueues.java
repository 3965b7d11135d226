package dev.lockstep.outbox.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Chooses how to take from the queue by the database that is there. */
@Configuration(proxyBeanMethods = false)
class DueQueues {

    @Bean
    DueQueue dueQueue(DataSource database) throws SQLException {
        try (var connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                    ? new PostgresQueue(JdbcClient.create(database))
                    : new KeysetQueue(new NamedParameterJdbcTemplate(database));
        }
    }
}
