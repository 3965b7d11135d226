package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.snapshot.plan.ImportPlan;
import dev.lockstep.emulator.convex.snapshot.plan.ImportRequest;
import dev.lockstep.emulator.convex.snapshot.plan.ImportSummary;
import dev.lockstep.emulator.convex.snapshot.plan.ImportedDocuments;
import dev.lockstep.emulator.convex.snapshot.plan.ImportedFiles;
import dev.lockstep.emulator.convex.snapshot.plan.SnapshotFile;
import dev.lockstep.emulator.convex.snapshot.rows.ImportProblem;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Reload;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that become documents. One is uploaded in parts, read to say what it would change, and imported when somebody
 * agrees: all of it in one commit, or nothing.
 *
 * <p>Archives and lines are read as a stream, but the documents of an import are in memory while it runs, as all
 * documents of the store are; one import runs at a time. Thread-safe.
 */
public final class Imports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);

    /** Tables that are made while an import reads its file make its plan void. */
    private static final int ATTEMPTS = 5;

    private record Pending(Path file, ImportRequest request) {}

    /** The deployment's tables are not those that were planned with any more. */
    private static final class PlanIsVoid extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final SnapshotParts parts;
    private final Uploads uploads;
    private final ImportRecords records;
    private final Map<DocumentId, Pending> pending = new ConcurrentHashMap<>();
    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean closed;

    public Imports(SnapshotParts parts) {
        this.parts = parts;
        this.uploads = new Uploads(parts.folder().resolve("imports"));
        this.records = new ImportRecords(parts.transactions());
    }

    /** Fails what an earlier run left. */
    public void start() {
        records.failUnfinished();
    }

    /** The token that parts are uploaded with. */
    public String startUpload() throws IOException {
        return uploads.start();
    }

    /** @param number in any order; the same number again replaces the part */
    public void uploadPart(String token, int number, InputStream content) throws IOException {
        uploads.part(token, number, content);
    }

    /** The import's id; the file is read from now on. */
    public String finishUpload(String token, List<Integer> numbers, ImportRequest request) throws IOException {
        Path file = uploads.finish(token, numbers);
        DocumentId id = records.add(request);
        pending.put(id, new Pending(file, request));
        work(id, this::examine);
        return id.text();
    }

    /** @throws Refusal 400 unless the import waits for this */
    public void perform(String importId) {
        DocumentId id = id(importId);
        if (!records.move(id, Set.of("waiting_for_confirmation"), progress("Importing", List.of()))) {
            throw Refusal.badRequest("ImportNotWaiting", "This import does not wait for a confirmation");
        }
        work(id, this::perform);
    }

    /** Nothing happens to one that runs or has ended: what is committed cannot be called back. */
    public void cancel(String importId) {
        DocumentId id = id(importId);
        if (records.move(
                id, Set.of("uploaded", "waiting_for_confirmation"), new ImportState.Failed("Import canceled"))) {
            forget(id);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private interface Step {
        void run(DocumentId id, Pending found) throws IOException;
    }

    private void work(DocumentId id, Step step) {
        parts.workers().execute(() -> {
            working.lock();
            try {
                Pending found = pending.get(id);
                if (found != null && !closed) {
                    step.run(id, found);
                }
            } catch (ImportProblem e) {
                fail(id, "Hit an error while importing:\n" + e.sentence());
            } catch (FunctionError e) {
                fail(id, "Hit an error while importing:\n" + e.message());
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    LOG.error("An import failed inside the emulator", e);
                    fail(id, "The emulator could not finish this import: " + e.getMessage());
                }
            } finally {
                working.unlock();
            }
        });
    }

    private void fail(DocumentId id, String message) {
        records.move(
                id, Set.of("uploaded", "waiting_for_confirmation", "in_progress"), new ImportState.Failed(message));
        forget(id);
    }

    private void forget(DocumentId id) {
        Pending done = pending.remove(id);
        if (done != null) {
            try {
                Files.deleteIfExists(done.file);
            } catch (IOException e) {
                LOG.warn("The file {} of an import that has ended cannot be deleted", done.file, e);
            }
        }
    }

    private void examine(DocumentId id, Pending waiting) throws IOException {
        SnapshotFile file = SnapshotFile.read(waiting.file, waiting.request);
        var plan = new ImportPlan(
                file, waiting.request, parts.schemas().get(), parts.store().latest());
        ImportSummary summary = plan.summary();
        records.move(id, Set.of("uploaded"), new ImportState.Waiting(summary.text(), summary.isDestructive()));
    }

    private void perform(DocumentId id, Pending agreed) throws IOException {
        SnapshotFile file = SnapshotFile.read(agreed.file, agreed.request);
        List<String> checkpoints = file.tables().values().stream()
                .filter(table -> !table.rows().isEmpty())
                .map(table -> "Read " + documents(table.rows().size()) + " for table \"" + table.title() + "\"")
                .toList();
        records.move(id, Set.of("in_progress"), progress("Importing " + documents(file.size()), checkpoints));
        Instant now = parts.clock().instant();
        double time = now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
        ImportedFiles files = ImportedFiles.copy(agreed.file, file, parts.storage(), time);
        files.checkRows(file);
        for (int attempt = 1; ; attempt++) {
            try {
                commit(id, file, files, agreed.request, time);
                break;
            } catch (PlanIsVoid e) {
                if (attempt == ATTEMPTS) {
                    throw new ImportProblem("the tables or the schema changed again and again meanwhile. Try again");
                }
            }
        }
        forget(id);
    }

    private void commit(DocumentId id, SnapshotFile file, ImportedFiles files, ImportRequest request, double time) {
        var schemas = parts.schemas().get();
        var plan = new ImportPlan(file, request, schemas, parts.store().latest());
        var documents = new ImportedDocuments(plan, files, parts.random(), time);
        parts.store().exchange(latest -> {
            if (!plan.fits(latest) || !schemas.equals(parts.schemas().get())) {
                throw new PlanIsVoid();
            }
            Reload reload = documents.reload(latest);
            var contents = new ArrayList<>(reload.contents());
            contents.add(records.moved(id, new ImportState.Completed(documents.size()), latest));
            return new Reload(contents, reload.dropped());
        });
    }

    private static String documents(long count) {
        return count == 1 ? "1 document" : String.format(Locale.ROOT, "%,d documents", count);
    }

    private static ImportState progress(String message, List<String> checkpoints) {
        return new ImportState.InProgress(message, checkpoints);
    }

    private DocumentId id(String importId) {
        return DocumentId.parse(importId)
                .filter(id -> parts.store()
                        .latest()
                        .tableName(id.table())
                        .filter(DocumentStore.IMPORTS::equals)
                        .isPresent())
                .orElseThrow(() -> Refusal.badRequest("InvalidImportId", "There is no import with this id"));
    }
}
