package dev.lockstep.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The database, and the disk below the home folder. */
@Component
public class Storage {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final int PATIENCE_SECONDS = 5;

    private final DataSource database;
    private final Path home;

    Storage(DataSource database, @Value("${lockstep.home}") Path home) {
        this.database = database;
        this.home = home.toAbsolutePath().normalize();
    }

    /** How the database answered. */
    public sealed interface Database {

        /** @param roundTrip of a question that reads nothing */
        record Answers(String product, String version, Duration roundTrip) implements Database {}

        /** The log has the reason, which may name what is nobody's business. */
        record Silent() implements Database {}
    }

    /**
     * How things stand.
     *
     * @param freeBytes on the disk of the home folder; empty when it cannot be told
     */
    public record Report(Database database, Path home, OptionalLong freeBytes) {}

    Report report() {
        return new Report(ask(), home, free());
    }

    private Database ask() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            DatabaseMetaData about = connection.getMetaData();
            long begun = System.nanoTime();
            statement.execute("select 1");
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            return new Database.Answers(about.getDatabaseProductName(), about.getDatabaseProductVersion(), took);
        } catch (SQLException e) {
            LOG.error("The database does not answer", e);
            return new Database.Silent();
        }
    }

    private OptionalLong free() {
        try {
            return Files.isDirectory(home)
                    ? OptionalLong.of(Files.getFileStore(home).getUsableSpace())
                    : OptionalLong.empty();
        } catch (IOException e) {
            LOG.warn("The disk of the home folder cannot be asked", e);
            return OptionalLong.empty();
        }
    }
}
