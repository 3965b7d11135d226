package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreTest {

    private static final IndexName BY_CREATION = new IndexName("notes", IndexName.BY_CREATION_TIME);

    @TempDir
    Path home;

    private DeploymentFile file;
    private DocumentStore store;

    @BeforeEach
    void open() {
        open(Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
        file.close();
    }

    private void open(Clock clock) {
        file = DeploymentFile.open(home.resolve("convex"));
        store = DocumentStore.open(file, clock, new SecureRandom());
    }

    private void reopen(Clock clock) {
        close();
        open(clock);
    }

    @Test
    void seesItsOwnWritesAndNobodyElseDoesBeforeTheCommit() throws WriteConflict {
        var writer = store.begin();
        insert(writer, "a");
        var before = store.begin();
        store.commit(writer);

        assertThat(texts(writer)).containsExactly("a");
        assertThat(texts(before)).isEmpty();
        assertThat(texts(store.begin())).containsExactly("a");
    }

    @Test
    void refusesACommitWhoseReadsWereChanged() throws WriteConflict {
        var first = store.begin();
        var second = store.begin();
        texts(first);
        texts(second);
        insert(first, "a");
        insert(second, "b");
        store.commit(first);

        assertThatThrownBy(() -> store.commit(second))
                .isInstanceOf(WriteConflict.class)
                .hasMessageContaining("notes");
    }

    @Test
    void letsCommitsPassThatDidNotReadWhatChanged() throws WriteConflict {
        var first = store.begin();
        var second = store.begin();
        insert(first, "a");
        insert(second, "b");
        store.commit(first);
        store.commit(second);

        assertThat(texts(store.begin())).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void dependsOnlyOnThePartOfTheIndexThatWasWalked() throws WriteConflict {
        insertAndCommit("a");
        var reader = store.begin();
        reader.scan(BY_CREATION, Interval.ALL, Direction.ASCENDING).next();
        reader.insert("other", reader.mint("other"), note("x"));
        insertAndCommit("b");

        assertThat(store.commit(reader)).isPositive();
    }

    @Test
    void losesNoIncrementOfManyAtOnce() throws WriteConflict {
        var counter = store.begin();
        var id = counter.mint("counters");
        counter.insert("counters", id, ConvexValue.object("value", ConvexValue.int64(0)));
        store.commit(counter);
        var conflicts = new AtomicInteger();

        try (var threads = Executors.newFixedThreadPool(8)) {
            var done = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 8; i++) {
                done.add(CompletableFuture.runAsync(() -> increment(id, 50, conflicts), threads));
            }
            done.forEach(CompletableFuture::join);
        }

        assertThat(store.latest().document(id).orElseThrow().value().field("value"))
                .contains(ConvexValue.int64(400));
    }

    private void increment(DocumentId id, int times, AtomicInteger conflicts) {
        int left = times;
        while (left > 0) {
            var transaction = store.begin();
            Document document = transaction.get(id).orElseThrow();
            long value = document.value().field("value").orElseThrow() instanceof ConvexValue.Int64(long number)
                    ? number
                    : -1;
            transaction.replace(document, ConvexValue.object("value", ConvexValue.int64(value + 1)));
            try {
                store.commit(transaction);
                left--;
            } catch (WriteConflict e) {
                conflicts.incrementAndGet();
            }
        }
    }

    @Test
    void takesBackTheWritesSinceASavepoint() {
        var transaction = store.begin();
        insert(transaction, "kept");
        var savepoint = transaction.savepoint();
        insert(transaction, "dropped");
        transaction.rollback(savepoint);

        assertThat(texts(transaction)).containsExactly("kept");
    }

    @Test
    void keepsDocumentsTablesAndTimeAcrossARestart() throws WriteConflict {
        insertAndCommit("a");
        long ts = insertAndCommit("b");
        long number = store.tableNumber("notes");

        reopen(Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC));

        assertThat(texts(store.begin())).containsExactly("a", "b");
        assertThat(store.tableNumber("notes")).isEqualTo(number);
        assertThat(insertAndCommit("c"))
                .as("time does not go back with the clock")
                .isGreaterThan(ts);
    }

    @Test
    void forgetsRemovedDocumentsOnDiskToo() throws WriteConflict {
        insertAndCommit("a");
        var transaction = store.begin();
        transaction.remove(transaction
                .scan(BY_CREATION, Interval.ALL, Direction.ASCENDING)
                .next()
                .orElseThrow());
        store.commit(transaction);

        reopen(Clock.systemUTC());

        assertThat(texts(store.begin())).isEmpty();
    }

    @Test
    void buildsANewIndexFromTheDocumentsThereAre() throws WriteConflict {
        insertAndCommit("b");
        insertAndCommit("a");
        store.declareIndexes("notes", Map.of("by_text", IndexFields.declared(List.of("text"))));
        insertAndCommit("0");

        assertThat(texts(store.begin(), new IndexName("notes", "by_text"), Direction.ASCENDING))
                .containsExactly("0", "a", "b");
        assertThat(texts(store.begin(), new IndexName("notes", "by_text"), Direction.DESCENDING))
                .containsExactly("b", "a", "0");
    }

    @Test
    void findsThePastByItsTimestamp() throws WriteConflict {
        insertAndCommit("a");
        Snapshot then = store.pinned();
        insertAndCommit("b");

        assertThat(texts(store.begin(store.at(then.ts()).orElseThrow()))).containsExactly("a");
    }

    @Test
    void refusesADocumentAboveOneMebibyte() {
        var transaction = store.begin();

        assertThatThrownBy(() -> insert(transaction, "x".repeat(1 << 20)))
                .isInstanceOf(FunctionError.class)
                .hasMessageContaining("too large");
    }

    @Test
    void tellsWatchersWhatACommitTouched() throws Exception {
        var heard = new CompletableFuture<Map<IndexName, List<OrderedKey>>>();
        store.watch((ts, keys) -> heard.complete(keys));
        insertAndCommit("a");

        assertThat(heard.get().keySet()).contains(BY_CREATION, new IndexName("notes", IndexName.BY_ID));
    }

    @Test
    void exchangesWholeTablesWithTheirNumbers() throws WriteConflict {
        insertAndCommit("old");
        store.declareIndexes("notes", Map.of("by_text", IndexFields.declared(List.of("text"))));
        var other = store.begin();
        other.insert("other", other.mint("other"), note("goes"));
        store.commit(other);
        long notes = store.tableNumber("notes");
        Document moving = store.latest().documents("notes").iterator().next();
        Document fresh = document(notes + 1, "new");

        store.exchange(latest -> new Reload(
                List.of(
                        new Reload.Content("notes", notes + 1, List.of(fresh)),
                        new Reload.Content("elsewhere", notes, List.of(moving))),
                Set.of("other")));
        assertExchanged(notes, moving);
        reopen(Clock.systemUTC());
        assertExchanged(notes, moving);
    }

    private void assertExchanged(long notes, Document moving) {
        Snapshot latest = store.latest();
        assertThat(texts(store.begin())).containsExactly("new");
        assertThat(latest.tableNumber("notes")).contains(notes + 1);
        assertThat(latest.tableName(notes)).contains("elsewhere");
        assertThat(latest.tables()).doesNotContain("other");
        assertThat(latest.document(moving.id())).contains(moving);
        assertThat(latest.bytes())
                .isEqualTo(Stream.of("notes", "elsewhere")
                        .flatMap(table -> latest.documents(table).stream())
                        .mapToLong(Document::size)
                        .sum());
    }

    @Test
    void letsNothingCommitThatBeganBeforeAnExchange() throws WriteConflict {
        insertAndCommit("a");
        long number = store.tableNumber("notes");
        var late = store.begin();
        insert(late, "late");

        store.exchange(latest -> new Reload(List.of(new Reload.Content("notes", number + 7, List.of())), Set.of()));

        assertThatThrownBy(() -> store.commit(late)).isInstanceOf(WriteConflict.class);
        insertAndCommit("again");
        assertThat(texts(store.begin())).containsExactly("again");
    }

    @Test
    void changesNothingWhenAnExchangeIsRefused() throws WriteConflict {
        insertAndCommit("a");
        store.limitTo(store.latest().bytes() + 10);
        long number = store.tableNumber("notes");

        assertThatThrownBy(() -> store.exchange(latest -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThatThrownBy(() -> store.exchange(latest -> new Reload(
                        List.of(new Reload.Content("notes", number, List.of(document(number, "x".repeat(200))))),
                        Set.of())))
                .isInstanceOf(FunctionError.class)
                .hasMessageContaining("full");
        assertThat(texts(store.begin())).containsExactly("a");
    }

    private static Document document(long table, String text) {
        return Document.of(DocumentId.mint(table, new SecureRandom()), 1.5, note(text));
    }

    private long insertAndCommit(String text) throws WriteConflict {
        var transaction = store.begin();
        insert(transaction, text);
        return store.commit(transaction);
    }

    private static void insert(Transaction transaction, String text) {
        transaction.insert("notes", transaction.mint("notes"), note(text));
    }

    private static Obj note(String text) {
        return ConvexValue.object("text", ConvexValue.text(text));
    }

    private static List<String> texts(Transaction transaction) {
        return texts(transaction, BY_CREATION, Direction.ASCENDING);
    }

    private static List<String> texts(Transaction transaction, IndexName index, Direction direction) {
        var texts = new ArrayList<String>();
        Scan scan = transaction.scan(index, Interval.ALL, direction);
        for (var next = scan.next(); next.isPresent(); next = scan.next()) {
            texts.add(next.get().value().text("text").orElseThrow());
        }
        return texts;
    }
}
