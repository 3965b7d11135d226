package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commits that the disk does not take. All that wait go to the disk in one H2 transaction: one that failed once took its
 * neighbours with it, and left in the log of commits what was never written, so that whoever read the same table was
 * refused until somebody else committed.
 */
class CommitFaultsTest {

    private static final int BATCH = 6;

    @TempDir
    Path home;

    private DeploymentFile file;
    private DocumentStore store;

    @BeforeEach
    void open() throws Exception {
        file = DeploymentFile.open(home.resolve("convex"));
        store = DocumentStore.open(file, Clock.systemUTC(), new SecureRandom());
        FailingWrites.watch(file);
        commit("first");
    }

    @AfterEach
    void close() {
        FailingWrites.allow();
        store.close();
        file.close();
    }

    @Test
    void failsTheOneThatTheDiskRefusesAndNoneBesideIt() throws Exception {
        for (int bad = 0; bad < BATCH; bad++) {
            int place = bad;
            List<CompletableFuture<Long>> done =
                    inOneBatch(i -> "batch " + place + (i == place ? " " + FailingWrites.POISON : " good " + i), false);

            for (int i = 0; i < BATCH; i++) {
                assertThat(done.get(i).isCompletedExceptionally())
                        .as("commit %d of a batch whose commit %d is bad", i, bad)
                        .isEqualTo(i == bad);
            }
            assertNoPhantom();
        }

        assertThat(texts()).noneMatch(text -> text.contains(FailingWrites.POISON));
        assertThat(texts()).filteredOn(text -> text.contains("good")).hasSize(BATCH * (BATCH - 1));
        assertDiskSaysTheSame();
    }

    @Test
    void losesNothingWhenTheDiskFailsOnceAtAnyStepOfABatch() throws Exception {
        // A batch is one entry, in rows of a quarter of a mebibyte: as many as it has documents, and one more.
        String padding = "x".repeat(256 * 1024);
        for (int step = 0; step <= BATCH; step++) {
            int round = step;
            List<CompletableFuture<Long>> done =
                    inOneBatch(i -> "round " + round + " number " + i + padding, false, step);

            assertThat(done)
                    .as("the disk fails after %d rows", step)
                    .noneMatch(CompletableFuture::isCompletedExceptionally);
            assertNoPhantom();
        }

        assertThat(texts()).filteredOn(text -> text.startsWith("round")).hasSize((BATCH + 1) * BATCH);
        assertDiskSaysTheSame();
    }

    @Test
    void refusesNobodyForACommitThatTheDiskRefused() throws Exception {
        // All of the batch read the whole table: only the first that is written may refuse the others.
        List<CompletableFuture<Long>> done = inOneBatch(i -> i == 0 ? FailingWrites.POISON : "reader " + i, true);

        assertThat(done.get(0).exceptionNow()).hasMessageContaining("not enough space");
        assertThat(done.get(1).isCompletedExceptionally()).isFalse();
        assertThat(done.subList(2, BATCH))
                .allSatisfy(each -> assertThat(each.exceptionNow()).isInstanceOf(WriteConflict.class));
        assertDiskSaysTheSame();
    }

    @Test
    void worksAgainWhenTheDiskDoes() throws Exception {
        FailingWrites.failAlways();
        assertThatThrownBy(() -> commit("lost")).hasMessageContaining("not enough space");
        var removed = store.begin();
        var first = removed.scan(new IndexName("notes", IndexName.BY_CREATION_TIME), Interval.ALL, Direction.ASCENDING)
                .next();
        removed.remove(first.orElseThrow());
        assertThatThrownBy(() -> store.commit(removed)).hasMessageContaining("not enough space");
        FailingWrites.allow();

        assertNoPhantom();
        commit("again");
        assertThat(texts()).containsExactly("first", "again");
        assertDiskSaysTheSame();
    }

    @Test
    void leavesNoTraceOfADocumentThatCameAndWent() throws Exception {
        var transaction = store.begin();
        var document = insert(transaction, "short");
        var savepoint = transaction.savepoint();
        transaction.remove(transaction.get(document.id()).orElseThrow());
        transaction.rollback(savepoint);
        transaction.remove(transaction.get(document.id()).orElseThrow());
        insert(transaction, "kept");
        store.commit(transaction);
        var nothing = store.begin();
        nothing.remove(insert(nothing, "short too"));

        assertThat(nothing.hasWrites()).isFalse();
        assertThat(store.commit(nothing)).isEqualTo(nothing.ts());
        assertThat(texts()).containsExactly("first", "kept");
        assertDiskSaysTheSame();
    }

    private interface Text {
        String of(int place);
    }

    private List<CompletableFuture<Long>> inOneBatch(Text text, boolean reading) throws Exception {
        return inOneBatch(text, reading, Integer.MAX_VALUE);
    }

    /** Commits that wait together, since the committer is held at the one before; all are done when this returns. */
    private List<CompletableFuture<Long>> inOneBatch(Text text, boolean reading, int passing) throws Exception {
        var held = new CountDownLatch(1);
        var going = new CountDownLatch(1);
        var first = new AtomicBoolean(true);
        store.tableNumber("gate");
        store.watch(new CommitWatcher() {
            @Override
            public void committing(long ts, Map<IndexName, List<OrderedKey>> keys) {
                if (first.getAndSet(false)) {
                    held.countDown();
                    join(going);
                }
            }

            @Override
            public void committed(long ts, Map<IndexName, List<OrderedKey>> keys) {}
        });
        var gate = store.begin();
        gate.insert("gate", gate.mint("gate"), ConvexValue.object("n", ConvexValue.number(1)));
        store.commitLater(gate);
        held.await();
        var done = new ArrayList<CompletableFuture<Long>>();
        for (int i = 0; i < BATCH; i++) {
            var transaction = store.begin();
            if (reading) {
                transaction.documents("notes");
            }
            insert(transaction, text.of(i));
            done.add(store.commitLater(transaction));
        }
        FailingWrites.failOnceAfter(passing);
        going.countDown();
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
                .exceptionally(refused -> null)
                .join();
        return done;
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever reads all and writes elsewhere may do so at once. */
    private void assertNoPhantom() throws WriteConflict {
        var transaction = store.begin();
        transaction.documents("notes");
        transaction.insert("seen", transaction.mint("seen"), ConvexValue.object("n", ConvexValue.number(1)));
        assertThat(store.commit(transaction)).isPositive();
    }

    private void assertDiskSaysTheSame() {
        List<String> before = texts();
        store.close();
        file.close();
        file = DeploymentFile.open(home.resolve("convex"));
        store = DocumentStore.open(file, Clock.systemUTC(), new SecureRandom());
        assertThat(texts()).isEqualTo(before);
    }

    private void commit(String text) throws WriteConflict {
        var transaction = store.begin();
        insert(transaction, text);
        store.commit(transaction);
    }

    private static Document insert(Transaction transaction, String text) {
        return transaction.insert(
                "notes", transaction.mint("notes"), ConvexValue.object("text", ConvexValue.text(text)));
    }

    private List<String> texts() {
        var texts = new ArrayList<String>();
        var scan = store.begin()
                .scan(new IndexName("notes", IndexName.BY_CREATION_TIME), Interval.ALL, Direction.ASCENDING);
        for (var next = scan.next(); next.isPresent(); next = scan.next()) {
            texts.add(next.get().value().text("text").orElseThrow());
        }
        return texts;
    }
}
