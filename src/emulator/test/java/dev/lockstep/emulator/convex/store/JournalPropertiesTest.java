package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.journal.Journal;
import dev.lockstep.emulator.convex.journal.JournalEntry;
import dev.lockstep.emulator.convex.key.DocumentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is committed, compacted, refused by the disk and killed in whichever order: what is on the disk is what a plain
 * map says. A log has a few kilobytes here until it is compacted, and a snapshot several entries, so that compactions are
 * begun, interrupted and ended all the time.
 */
@Tag("property")
class JournalPropertiesTest {

    private static final int STEPS = 150;
    private static final int SLACK = 8_000;
    private static final int SLICE = 4_000;
    private static final int LARGEST = 20_000;
    private static final long NOTES = 10_001;

    @TempDir
    Path home;

    private DeploymentFile file;
    private Journal journal;
    private Snapshot model;
    private int torn;
    /** The entries up to which there has been a snapshot. */
    private final Set<Long> ended = new TreeSet<>();

    @AfterEach
    void close() {
        FailingWrites.allow();
        journal.close();
        file.close();
    }

    private void open() throws SQLException {
        file = DeploymentFile.open(home.resolve("convex"));
        journal = new Journal(file, SLACK, SLICE);
        Snapshot loaded = load(journal);
        if (loaded.tableNumber("notes").isEmpty()) {
            journal.appendTable("notes", NOTES);
            loaded = loaded.withTable("notes", NOTES);
        }
        model = loaded;
        FailingWrites.watch(file);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isOnTheDiskAsInAMap(long seed) throws Exception {
        var random = new Random(seed);
        open();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(20)) {
                case 0 -> reopen();
                case 1, 2 -> assertSaysTheSame(copy("killed"), model);
                case 3, 4 -> assertTornAppendSaysWhatWasBefore(random);
                case 5, 6 -> failedAppend(random);
                case 7 -> failedCompaction(random);
                case 8, 9, 10, 11 -> compact();
                default -> append(random);
            }
        }
        reopen();
        assertThat(torn).isPositive();
        assertThat(ended).as("the log was compacted").hasSizeGreaterThan(3);
    }

    /** What was waiting is compacted while nothing is appended, and the log then is no longer than it may be. */
    @Test
    void endsACompactionWhileNobodyCommits() throws Exception {
        var random = new Random(7);
        open();
        for (int i = 0; i < 100; i++) {
            append(random);
        }
        compactOnce();
        assertThat(journal.isCompacting()).isTrue();
        int pieces = 0;
        while (journal.isCompacting()) {
            compactOnce();
            pieces++;
        }

        assertThat(pieces).isGreaterThan(3);
        reopen();
        compactOnce();
        assertThat(journal.isCompacting()).isFalse();
    }

    /** However long nobody pauses: each append gives the compaction twice the bytes that it takes. */
    @Test
    void keepsTheLogShortWhileSomebodyCommitsAllTheTime() throws Exception {
        var random = new Random(8);
        open();
        long longest = 0;
        for (int i = 0; i < 300; i++) {
            append(random);
            compact();
            longest = Math.max(longest, stored() - 4 * model.bytes());
        }

        assertThat(ended).hasSizeGreaterThan(3);
        assertThat(longest).isLessThan(2 * SLACK + 4 * LARGEST);
    }

    /** H2 had written that the new snapshot counts when it said that it could not: it must not be thrown away. */
    @Test
    void keepsASnapshotWhoseEndOnlySeemedToFail() throws Exception {
        var random = new Random(9);
        open();
        FailingWrites.failAt("journal_current");
        for (int i = 0; i < 100; i++) {
            append(random);
        }
        do {
            compactOnce();
        } while (journal.isCompacting());
        FailingWrites.allow();
        try (var connection = file.connect()) {
            try (var statement = connection.get().createStatement()) {
                statement.execute("UPDATE journal_current SET segment = 2, after = 100");
            }
            connection.get().commit();
        }
        assertSaysTheSame(copy("before"), model);

        for (int i = 0; i < 60; i++) {
            append(random);
            compact();
            if (i % 2 == 0) {
                assertSaysTheSame(copy("killed"), model);
            }
        }

        assertThat(ended).hasSizeGreaterThan(1);
        reopen();
    }

    private void compact() throws SQLException {
        compactOnce();
        ended.add(FailingWrites.compactedTo(file));
    }

    private void compactOnce() {
        Snapshot now = model;
        journal.compact(now.bytes(), size -> new SnapshotSlices(now, size));
    }

    /** Bytes of all entries, also of those that count no more. */
    private long stored() throws SQLException {
        try (var connection = file.connect();
                var statement = connection.get().createStatement();
                var rows = statement.executeQuery("SELECT SUM(LENGTH(body)) FROM (SELECT body FROM journal_log_1"
                        + " UNION ALL SELECT body FROM journal_log_2 UNION ALL SELECT body FROM journal_snapshot_1"
                        + " UNION ALL SELECT body FROM journal_snapshot_2)")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void append(Random random) {
        List<Change> changes = changes(random);
        Snapshot next = after(changes);
        journal.append(entry(next.ts(), changes));
        model = next;
    }

    private void failedAppend(Random random) {
        List<Change> changes = changes(random);
        FailingWrites.failOnceAfter(0);
        try {
            journal.append(entry(model.ts() + 1, changes));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("not enough space");
        }
        FailingWrites.allow();
    }

    private void failedCompaction(Random random) {
        FailingWrites.failOnceAfter(random.nextInt(3));
        for (int i = 0; i < 4; i++) {
            compactOnce();
        }
        FailingWrites.allow();
    }

    private Snapshot after(List<Change> changes) {
        Snapshot next = model.at(model.ts() + 1);
        for (Change change : changes) {
            next = next.with(change);
        }
        return next;
    }

    /** Some documents that come, change and go; at most one change of each. */
    private List<Change> changes(Random random) {
        var changes = new ArrayList<Change>();
        var there = new ArrayList<>(model.documents("notes"));
        for (int i = random.nextInt(4); i >= 0; i--) {
            var value = ConvexValue.object("text", ConvexValue.text(text(random)));
            int pick = there.isEmpty() ? -1 : random.nextInt(there.size());
            if (pick < 0 || random.nextInt(5) < 2) {
                changes.add(Change.made("notes", DocumentId.mint(NOTES, random), random.nextDouble(), value));
            } else if (random.nextBoolean()) {
                changes.add(Change.replaced("notes", there.remove(pick), value));
            } else {
                changes.add(new Change("notes", there.remove(pick), null));
            }
        }
        return changes;
    }

    private static String text(Random random) {
        int length = random.nextInt(20) == 0 ? random.nextInt(LARGEST) : random.nextInt(600);
        return random.ints(length, ' ', random.nextInt(10) == 0 ? 0x3000 : 0x7f)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private void reopen() throws SQLException {
        Snapshot before = model;
        close();
        open();
        assertEqual(model, before);
    }

    /** The file as a process that is killed now leaves it. */
    private Path copy(String name) {
        try {
            Path copy = home.resolve(name);
            Files.copy(home.resolve("convex.mv.db"), Path.of(copy + ".mv.db"), StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An append of which the machine, which lost its power, wrote but a part at the file's end. */
    private void assertTornAppendSaysWhatWasBefore(Random random) throws IOException {
        Path data = Path.of(home.resolve("convex") + ".mv.db");
        Snapshot before = model;
        long size = Files.size(data);
        append(random);
        long grown = Files.size(data) - size;
        if (grown > 0) {
            Path copy = copy("torn");
            try (var channel = FileChannel.open(Path.of(copy + ".mv.db"), StandardOpenOption.WRITE)) {
                channel.truncate(size + random.nextLong(grown));
            }
            assertEqual(load(copy), before);
            torn++;
        }
    }

    private static void assertSaysTheSame(Path copy, Snapshot expected) {
        assertEqual(load(copy), expected);
    }

    private static Snapshot load(Path data) {
        try (var file = DeploymentFile.open(data);
                var journal = new Journal(file, SLACK, SLICE)) {
            return load(journal);
        }
    }

    private static Snapshot load(Journal journal) {
        var fold = new Fold();
        journal.load(fold::add);
        return fold.snapshot(journal.tableNames());
    }

    private static byte[] entry(long ts, List<Change> changes) {
        var entry = new JournalEntry(ts);
        changes.forEach(change -> change.addTo(entry));
        return entry.toBytes();
    }

    private static void assertEqual(Snapshot actual, Snapshot expected) {
        assertThat(actual.ts()).isEqualTo(expected.ts());
        assertThat(actual.bytes()).isEqualTo(expected.bytes());
        assertThat(Set.copyOf(actual.documents("notes"))).isEqualTo(Set.copyOf(expected.documents("notes")));
    }
}
