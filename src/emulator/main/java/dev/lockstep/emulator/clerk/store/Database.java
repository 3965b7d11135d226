package dev.lockstep.emulator.clerk.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lockstep.core.ClosedDatabase;
import dev.lockstep.core.FileCompaction;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The H2 file {@code clerk.mv.db}. What a method has returned is on the disk: the file is opened without a write delay.
 * Held by one process at a time.
 */
public final class Database implements AutoCloseable {

    private static final ProblemCode LOCKED = new ProblemCode("EmulatorFolderInUse");
    private static final ProblemCode UNUSABLE = new ProblemCode("EmulatorFolderUnusable");
    private static final String SCHEMA = "dev/lockstep/emulator/clerk/schema.sql";
    private static final String TOKENS_SCHEMA =
            "org/springframework/security/oauth2/server/authorization/oauth2-authorization-schema.sql";

    private static final Duration COMPACTION = Duration.ofSeconds(1);

    private final HikariDataSource source;
    private final FileCompaction compaction = new FileCompaction();
    private final ScheduledExecutorService housekeeper =
            Executors.newSingleThreadScheduledExecutor(work -> thread(work, "emulator-clerk-compaction"));
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    private Database(HikariDataSource source) {
        this.source = source;
        this.jdbc = JdbcClient.create(source);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /**
     * Opens the file in the folder, making both where they are missing.
     *
     * @throws Problem when another process holds the file or the folder cannot be written
     */
    public static Database open(Path folder) {
        prepare(folder);
        var config = new HikariConfig();
        config.setPoolName("emulator-clerk");
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("clerk").toAbsolutePath()
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000");
        config.setUsername("clerk");
        config.setPassword("");
        config.setInitializationFailTimeout(1);
        config.setExceptionOverride(new ClosedDatabase());
        // A thread of the pool may start while a request runs; it must not keep that request's class loader.
        config.setThreadFactory(work -> thread(work, "emulator-clerk-pool"));
        HikariDataSource source = connect(config, folder);
        var database = new Database(source);
        database.createTables();
        database.housekeeper.scheduleWithFixedDelay(
                () -> database.compaction.run(source),
                COMPACTION.toSeconds(),
                COMPACTION.toSeconds(),
                TimeUnit.SECONDS);
        return database;
    }

    private static HikariDataSource connect(HikariConfig config, Path folder) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw problem(folder, e);
        }
    }

    private static Thread thread(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Database.class.getClassLoader());
        return thread;
    }

    private static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                // The signing key is in the file: it is nobody else's business on a shared machine.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new Problem(
                    UNUSABLE,
                    Problem.Kind.PERMANENT,
                    "The emulator of Clerk cannot write to the folder " + folder + ".",
                    "Make the folder writable, or set LOCKSTEP_HOME to another one.");
        }
    }

    private static Problem problem(Path folder, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("already in use")) {
                return new Problem(
                        LOCKED,
                        Problem.Kind.TRANSIENT,
                        "The folder " + folder + " is in use by another Lockstep.",
                        "Stop the other one, or set LOCKSTEP_HOME to another folder.");
            }
        }
        return new Problem(
                UNUSABLE,
                Problem.Kind.PERMANENT,
                "The emulator of Clerk cannot open its database in the folder " + folder + ".",
                "Move the folder away to start afresh, or set LOCKSTEP_HOME to another one.");
    }

    private void createTables() {
        new ResourceDatabasePopulator(new ClassPathResource(SCHEMA)).execute(source);
        boolean tokens =
                jdbc.sql("SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'OAUTH2_AUTHORIZATION'")
                                .query(Integer.class)
                                .single()
                        > 0;
        if (!tokens) {
            new ResourceDatabasePopulator(new ClassPathResource(TOKENS_SCHEMA)).execute(source);
        }
    }

    public DataSource source() {
        return source;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public JdbcTemplate template() {
        return new JdbcTemplate(source);
    }

    /** Runs the work in one transaction; a thrown exception rolls it back. */
    public <T> T inTransaction(Supplier<T> work) {
        return transactions.execute(status -> work.get());
    }

    @Override
    public void close() {
        housekeeper.shutdown();
        source.close();
    }
}
