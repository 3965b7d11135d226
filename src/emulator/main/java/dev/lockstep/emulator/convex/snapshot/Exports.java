package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives of the deployment's documents and files as of one moment. One is written at a time, and the last few are
 * kept for download. Thread-safe.
 */
public final class Exports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    /** Older archives are deleted. */
    private static final int KEPT = 3;

    private static final String DRAFT = ".draft";
    private static final String STATE = "state";
    private static final Set<String> UNFINISHED = Set.of("requested", "in_progress");

    /** What goes into an archive besides documents. */
    public enum Contents {
        DOCUMENTS,
        DOCUMENTS_AND_FILES
    }

    private final SnapshotParts parts;
    private final Path folder;
    private volatile boolean closed;

    public Exports(SnapshotParts parts) {
        this.parts = parts;
        this.folder = parts.folder().resolve("exports");
        try {
            Files.createDirectories(folder);
            deleteDrafts();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
        }
    }

    /** A run of the emulator that was killed may have left one. */
    private void deleteDrafts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(DRAFT)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Fails what an earlier run left. */
    public void start() {
        parts.transactions().run(transaction -> {
            unfinished(transaction).forEach(row -> transaction.replace(row, state("failed")));
            return true;
        });
    }

    /** @throws Refusal 400 while another is being written */
    public void request(Contents contents) {
        DocumentId requested = parts.transactions().run(transaction -> {
            if (!unfinished(transaction).isEmpty()) {
                throw Refusal.badRequest("ExportInProgress", "There is already an export requested or in progress.");
            }
            DocumentId id = transaction.mint(DocumentStore.EXPORTS);
            transaction.insert(DocumentStore.EXPORTS, id, state("requested"));
            return id;
        });
        parts.workers().execute(() -> run(requested, contents));
    }

    /** @throws Refusal 404 when there is no archive of this timestamp, or no more */
    public Path archive(long ts) {
        Path archive = folder.resolve(ts + ".zip");
        if (!Files.exists(archive)) {
            throw Refusal.notFound("ExportNotFound", "There is no export of this time, or it is not kept any more");
        }
        return archive;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run(DocumentId id, Contents contents) {
        try {
            move(id, state("in_progress"));
            Snapshot snapshot = parts.store().latest();
            write(snapshot, contents);
            prune();
            move(
                    id,
                    state("completed")
                            .with("start_ts", ConvexValue.int64(snapshot.ts()))
                            .with(
                                    "complete_ts",
                                    ConvexValue.int64(parts.store().latest().ts()))
                            .with("zip_object_key", ConvexValue.text(snapshot.ts() + ".zip")));
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                LOG.error("An export failed inside the emulator", e);
                move(id, state("failed"));
            }
        }
    }

    private void write(Snapshot snapshot, Contents contents) throws IOException {
        Path draft = folder.resolve(snapshot.ts() + DRAFT);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 64 * 1024)) {
            var archive = new SnapshotArchive(snapshot, out);
            archive.writeDocuments();
            if (contents == Contents.DOCUMENTS_AND_FILES) {
                archive.writeFiles(parts.storage(), parts.store());
            }
            archive.finish();
        }
        Files.move(draft, folder.resolve(snapshot.ts() + ".zip"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Timestamps have the same number of digits for the next 200 years, so names are in order of time. */
    private void prune() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> old = files.sorted(Comparator.reverseOrder()).skip(KEPT).toList();
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void move(DocumentId id, Obj state) {
        parts.transactions().run(transaction -> transaction.get(id).map(row -> transaction.replace(row, state)));
    }

    private static List<Document> unfinished(Transaction transaction) {
        return transaction.documents(DocumentStore.EXPORTS).stream()
                .filter(row ->
                        row.value().text(STATE).filter(UNFINISHED::contains).isPresent())
                .toList();
    }

    private static Obj state(String name) {
        return ConvexValue.object(STATE, ConvexValue.text(name));
    }
}
