package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.snapshot.plan.SnapshotFile;
import dev.lockstep.emulator.convex.snapshot.rows.ExportJson;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.storage.StoredFile;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a snapshot as an archive: of each table its documents, one line of lossless JSON each in order of id, and the
 * number that their ids begin with. Streams: neither documents nor files are held a second time. Used by one thread.
 */
final class SnapshotArchive {

    private static final String README = """
            # A snapshot of a Convex deployment

            Each table has a folder. Its documents are in `documents.jsonl`, one in each line, as JSON: whole numbers
            are int64, numbers with a point or an exponent are float64, bytes are {"$bytes": …}, and numbers that JSON
            does not have are {"$float": …}. The folder `_tables` tells the tables' numbers, `_storage` has the stored
            files if they were asked for, and `_components` has the same for each component.

            Bring it back with `npx convex import <this file>`, with `--replace-all` where there are documents already.
            """;

    private static final Map<String, String> EXTENSIONS = Map.of(
            "image/png", ".png",
            "image/jpeg", ".jpeg",
            "image/gif", ".gif",
            "image/webp", ".webp",
            "image/svg+xml", ".svg",
            "application/pdf", ".pdf",
            "application/json", ".json",
            "text/plain", ".txt",
            "text/csv", ".csv",
            "text/html", ".html");

    private final Snapshot snapshot;
    private final ZipOutputStream zip;

    SnapshotArchive(Snapshot snapshot, OutputStream out) {
        this.snapshot = snapshot;
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    }

    void writeDocuments() throws IOException {
        text("README.md", README);
        var components = new TreeMap<ComponentPath, List<String>>();
        for (String table : new TreeSet<>(snapshot.tables())) {
            if (number(table) >= DocumentId.FIRST_USER_TABLE) {
                components
                        .computeIfAbsent(ComponentPath.ofStored(table), path -> new ArrayList<>())
                        .add(table);
            }
        }
        components.putIfAbsent(ComponentPath.ROOT, List.of());
        for (var component : components.entrySet()) {
            writeTables(component.getKey(), component.getValue());
        }
    }

    private void writeTables(ComponentPath component, List<String> tables) throws IOException {
        String folder = folder(component);
        entry(folder + SnapshotFile.TABLES + "/" + SnapshotFile.DOCUMENTS);
        for (String table : tables) {
            line(ConvexJson.encode(ConvexValue.object("name", ConvexValue.text(component.own(table)))
                    .with("id", ConvexValue.number(number(table)))));
        }
        for (String table : tables) {
            String place = folder + component.own(table) + "/";
            entry(place + SnapshotFile.DOCUMENTS);
            for (Document document : snapshot.documents(table)) {
                line(ExportJson.encode(document.value()));
            }
            text(place + SnapshotFile.GENERATED_SCHEMA, SnapshotFile.UNIFORM + "\n");
        }
    }

    /** The stored files of the app and of every component. */
    void writeFiles(FileStorage storage, DocumentStore store) throws IOException {
        for (String table : new TreeSet<>(snapshot.tables())) {
            ComponentPath component = ComponentPath.ofStored(table);
            if (component.own(table).equals(DocumentStore.STORAGE)) {
                writeFiles(component, snapshot.documents(table), storage, store);
            }
        }
    }

    private void writeFiles(
            ComponentPath component, Collection<Document> rows, FileStorage storage, DocumentStore store)
            throws IOException {
        String place = folder(component) + DocumentStore.STORAGE + "/";
        var files = new ArrayList<StoredFile>();
        entry(place + SnapshotFile.DOCUMENTS);
        for (Document row : rows) {
            StoredFile file = FileStorage.find(row.id().text(), component, store.begin(snapshot))
                    .orElseThrow(() -> new IllegalStateException("Bug: stored file " + row.id() + " has no address"));
            files.add(file);
            line(ConvexJson.encode(
                    row.value().with("internalId", ConvexValue.text(file.uuid().toString()))));
        }
        for (StoredFile file : files) {
            entry(place + file.id() + file.contentType().map(EXTENSIONS::get).orElse(""));
            try (InputStream content = Channels.newInputStream(storage.open(file))) {
                content.transferTo(zip);
            }
        }
    }

    /** Writes what is left; the stream stays open. */
    void finish() throws IOException {
        zip.finish();
    }

    private long number(String table) {
        return snapshot.tableNumber(table).orElseThrow();
    }

    private static String folder(ComponentPath component) {
        return component.isRoot()
                ? ""
                : SnapshotFile.COMPONENTS + component.text().replace("/", "/" + SnapshotFile.COMPONENTS) + "/";
    }

    private void text(String name, String text) throws IOException {
        entry(name);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void entry(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
    }

    private void line(String json) throws IOException {
        zip.write(json.getBytes(StandardCharsets.UTF_8));
        zip.write('\n');
    }
}
