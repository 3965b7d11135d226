package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.snapshot.rows.ImportProblem;
import dev.lockstep.emulator.convex.snapshot.rows.Row;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.storage.FileStorage.Uploaded;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Reload;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.zip.ZipFile;

/**
 * The stored files of an import. Their bytes are on the disk before anything of the import is visible; without the
 * import they belong to nobody and go away by themselves.
 */
public final class ImportedFiles {

    private final Map<String, Uploaded> uploads = new TreeMap<>();
    private double creationTime;

    private ImportedFiles(double creationTime) {
        this.creationTime = creationTime;
    }

    /** Copies the files out of an archive, under the addresses they had where these are free. */
    public static ImportedFiles copy(Path archive, SnapshotFile file, FileStorage storage, double creationTime)
            throws IOException {
        var files = new ImportedFiles(creationTime);
        if (file.files().isEmpty()) {
            return files;
        }
        Map<String, UUID> addresses = addresses(file);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (var entry : file.files().entrySet()) {
                try (InputStream in = zip.getInputStream(zip.getEntry(entry.getValue()))) {
                    files.uploads.put(
                            entry.getKey(), storage.write(in, Optional.ofNullable(addresses.get(entry.getKey()))));
                }
            }
        }
        return files;
    }

    private static Map<String, UUID> addresses(SnapshotFile file) {
        var addresses = new TreeMap<String, UUID>();
        for (ImportedTable table : file.tables().values()) {
            if (table.isStorage()) {
                for (Row row : table.rows()) {
                    row.value()
                            .text("internalId")
                            .ifPresent(text ->
                                    table.id(row).ifPresent(id -> addresses.put(id.text(), uuid(table, row, text))));
                }
            }
        }
        return addresses;
    }

    private static UUID uuid(ImportedTable table, Row row, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw table.problem(row, "the field internalId must be a UUID");
        }
    }

    /** What {@code _storage} is to hold of a file. */
    Obj row(ImportedTable table, Row row, DocumentId id) {
        Uploaded uploaded = uploads.get(id.text());
        if (uploaded == null) {
            throw table.problem(row, "the archive does not hold the file _storage/" + id);
        }
        row.value().text("sha256").ifPresent(expected -> {
            boolean matches = expected.equals(Base64.getEncoder().encodeToString(uploaded.sha256()))
                    || expected.equalsIgnoreCase(HexFormat.of().formatHex(uploaded.sha256()));
            if (!matches) {
                throw table.problem(row, "the file _storage/" + id + " does not have the sha256 that is written here");
            }
        });
        return FileStorage.row(uploaded, row.value().text("contentType"));
    }

    /** All addresses of files as they are when these tables hold what they are to; empty when no file comes or goes. */
    Optional<Reload.Content> addresses(List<Reload.Content> contents, Snapshot latest, RandomGenerator random) {
        var gone = new HashSet<String>();
        var come = new ArrayList<DocumentId>();
        for (Reload.Content content : contents) {
            if (ComponentPath.ofStored(content.table()).own(content.table()).equals(DocumentStore.STORAGE)) {
                latest.documents(content.table())
                        .forEach(old -> gone.add(old.id().text()));
                for (Document document : content.documents()) {
                    gone.remove(document.id().text());
                    if (uploads.containsKey(document.id().text())) {
                        gone.add(document.id().text());
                        come.add(document.id());
                    }
                }
            }
        }
        if (gone.isEmpty() && come.isEmpty()) {
            return Optional.empty();
        }
        long number = latest.tableNumber(DocumentStore.STORAGE_ADDRESSES).orElseThrow();
        var addresses = new ArrayList<Document>();
        for (Document address : latest.documents(DocumentStore.STORAGE_ADDRESSES)) {
            if (!gone.contains(address.value().text("storageId").orElse(""))) {
                addresses.add(address);
            }
        }
        for (DocumentId id : come) {
            Obj address = FileStorage.address(id, uploads.get(id.text()));
            addresses.add(Document.of(DocumentId.mint(number, random), creationTime, address));
            creationTime = Math.nextUp(creationTime);
        }
        return Optional.of(new Reload.Content(DocumentStore.STORAGE_ADDRESSES, number, addresses));
    }

    /** @throws ImportProblem for a file without a row in {@code _storage}, which would have no id to be known by */
    public void checkRows(SnapshotFile file) {
        var rows = new HashSet<String>();
        file.tables().values().stream()
                .filter(ImportedTable::isStorage)
                .forEach(table -> table.rows().forEach(row -> table.id(row).ifPresent(id -> rows.add(id.text()))));
        uploads.keySet().stream().filter(id -> !rows.contains(id)).findFirst().ifPresent(id -> {
            throw new ImportProblem(
                    "the archive has a file _storage/" + id + ", but _storage/documents.jsonl has no " + "line for it");
        });
    }
}
