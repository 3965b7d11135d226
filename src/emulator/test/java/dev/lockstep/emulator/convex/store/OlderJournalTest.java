package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.journal.Journal;
import dev.lockstep.emulator.convex.key.DocumentId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of 0.2.0, which kept a row for each document. */
class OlderJournalTest {

    private static final long NOTES = 10_001;

    /** More than are read at once. */
    private static final int DOCUMENTS = 1_234;

    /** Later than any clock of this test. */
    private static final long TIME = 2_000_000_000_000_000_000L;

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path home;

    private final List<Document> documents = IntStream.range(0, DOCUMENTS)
            .mapToObj(i -> Document.of(
                    DocumentId.mint(NOTES, new Random(i)),
                    i + 0.25,
                    ConvexValue.object("text", ConvexValue.text("note \u20ac " + i + "x".repeat(i)))))
            .toList();

    @Test
    void hasTheirDocumentsTablesAndTime() throws Exception {
        writeOldFile();

        assertOpensWithAll(documents);
        assertOpensWithAll(documents);
    }

    @Test
    void takesWhatCameAfterAndForgetsWhatWent() throws Exception {
        writeOldFile();
        var expected = new ArrayList<>(documents);
        try (var file = DeploymentFile.open(home.resolve("convex"));
                var store = DocumentStore.open(file, CLOCK, new SecureRandom())) {
            var transaction = store.begin();
            transaction.remove(expected.removeFirst());
            expected.set(0, transaction.replace(expected.getFirst(), ConvexValue.emptyObject()));
            expected.add(transaction.insert("notes", transaction.mint("notes"), ConvexValue.emptyObject()));
            store.commit(transaction);
        }

        assertOpensWithAll(expected);
    }

    @Test
    void beginsAnewWhereItWasKilled() throws Exception {
        writeOldFile();
        try (var file = DeploymentFile.open(home.resolve("convex"));
                var journal = new Journal(file)) {
            journal.load(entry -> {});
        }
        inFile(connection -> {
            // The segments are there, and a part of the documents is; nothing says yet that it counts.
            writeRows(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("DELETE FROM journal_current");
                statement.execute("DELETE FROM journal_snapshot_1 WHERE seq > 1");
            }
            connection.commit();
        });

        assertOpensWithAll(documents);
    }

    @Test
    void throwsTheRowsAwayThatItWasKilledBeforeItCouldThrowAway() throws Exception {
        writeOldFile();
        assertOpensWithAll(documents);
        inFile(connection -> {
            writeRows(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("DELETE FROM document WHERE body LIKE '%9%'");
            }
            connection.commit();
        });

        assertOpensWithAll(documents);
        inFile(connection -> assertThatThrownBy(
                        () -> connection.createStatement().executeQuery("SELECT body FROM document"))
                .as("0.2.0 fails instead of finding nothing")
                .isInstanceOf(SQLException.class));
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void inFile(Work work) throws SQLException {
        try (var file = DeploymentFile.open(home.resolve("convex"));
                var connection = file.connect()) {
            work.on(connection.get());
        }
    }

    private void writeOldFile() throws SQLException {
        inFile(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("INSERT INTO table_number(name, number) VALUES ('notes', " + NOTES + ")");
            }
            writeRows(connection);
        });
    }

    /** The statements of 0.2.0. */
    private void writeRows(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS document");
            statement.execute("CREATE TABLE IF NOT EXISTS document(id VARCHAR(40) PRIMARY KEY, body VARCHAR)");
            statement.execute("CREATE TABLE IF NOT EXISTS latest(one INT PRIMARY KEY, ts BIGINT)");
            statement.execute("MERGE INTO latest(one, ts) KEY(one) VALUES (1, " + TIME + ")");
        }
        try (var insert = connection.prepareStatement("INSERT INTO document(id, body) VALUES (?, ?)")) {
            for (Document document : documents) {
                insert.setString(1, document.id().text());
                insert.setString(2, document.json());
                insert.executeUpdate();
            }
        }
        connection.commit();
    }

    private void assertOpensWithAll(List<Document> expected) {
        try (var file = DeploymentFile.open(home.resolve("convex"));
                var store = DocumentStore.open(file, CLOCK, new SecureRandom())) {
            assertThat(store.latest().documents("notes")).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(store.tableNumber("notes")).isEqualTo(NOTES);
            assertThat(store.latest().ts())
                    .as("time does not go back with the clock")
                    .isGreaterThan(TIME);
        }
    }
}
