package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest commits that functions can make: what they write is there after a restart, to the last character. */
class LargeCommitsTest {

    /** What a transaction may write: documents, and bytes of documents. */
    private static final int MOST_DOCUMENTS = 16_000;

    private static final int LARGEST_DOCUMENTS = 16;

    @TempDir
    Path home;

    @Test
    void keepsSixteenDocumentsOfAMebibyte() throws WriteConflict {
        int room = Document.MAX_BYTES - 200;

        // The second kind of characters makes two mebibytes of each on the disk, the third is half of a pair.
        for (String character : List.of("x", "\u20ac", "\ud83d")) {
            assertKept(IntStream.range(0, LARGEST_DOCUMENTS)
                    .mapToObj(i -> i + character.repeat(room))
                    .toList());
        }
    }

    @Test
    void keepsSixteenThousandDocuments() throws WriteConflict {
        assertKept(IntStream.range(0, MOST_DOCUMENTS).mapToObj(i -> "note " + i).toList());
    }

    private void assertKept(List<String> texts) throws WriteConflict {
        List<Document> written;
        long ts;
        try (var file = DeploymentFile.open(home.resolve("convex"));
                var store = open(file)) {
            var transaction = store.begin();
            transaction.documents("notes").forEach(transaction::remove);
            written = texts.stream()
                    .map(text -> transaction.insert(
                            "notes", transaction.mint("notes"), ConvexValue.object("text", ConvexValue.text(text))))
                    .toList();
            ts = store.commit(transaction);
        }
        try (var file = DeploymentFile.open(home.resolve("convex"));
                var store = open(file)) {
            assertThat(store.latest().ts()).isGreaterThan(ts);
            // Not a comparison that prints its sixteen mebibytes.
            assertThat(Set.copyOf(store.latest().documents("notes")).equals(Set.copyOf(written)))
                    .isTrue();
        }
    }

    private static DocumentStore open(DeploymentFile file) {
        return DocumentStore.open(file, Clock.systemUTC(), new SecureRandom());
    }
}
