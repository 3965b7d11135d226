package dev.lockstep.emulator.convex.storage;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The files of one deployment. A file's row in {@code _storage} comes and goes with the transaction that stores or
 * deletes it; a second, hidden row keeps its address, which is not to be guessed from its id. Thread-safe.
 */
public final class FileStorage {

    /** What {@code generateUploadUrl} points to, with the token behind it. */
    public static final String UPLOAD = "/api/storage/upload";

    /** What the address of a file begins with. */
    public static final String SERVE = "/api/storage/";

    private static final String SETTINGS = "storage";
    private static final String KEY = "key";

    private final BlobFiles files;
    private final UploadTokens tokens;
    private final Clock clock;

    /** @param folder where the bytes are */
    public FileStorage(Path folder, DeploymentFile settings, Clock clock) {
        this.files = new BlobFiles(folder);
        this.tokens = new UploadTokens(key(settings), clock);
        this.clock = clock;
    }

    private static byte[] key(DeploymentFile settings) {
        String kept = settings.setting(SETTINGS, KEY).orElseGet(() -> {
            byte[] fresh = new byte[32];
            new SecureRandom().nextBytes(fresh);
            String text = Base64.getEncoder().encodeToString(fresh);
            settings.replace(Map.of(SETTINGS, Map.of(KEY, text)));
            return text;
        });
        return Base64.getDecoder().decode(kept);
    }

    /** The path and query of an address to which one file may be uploaded within an hour. */
    public String uploadPath(ComponentPath component) {
        return UPLOAD + "?token=" + tokens.issue(component);
    }

    /** @throws Refusal 401 unless {@link #uploadPath} gave the token within the last hour */
    public ComponentPath checkUpload(String token) {
        return tokens.check(token);
    }

    /** The path at which a file is served, to anybody who knows it. */
    public static String servePath(StoredFile file) {
        return SERVE + file.uuid();
    }

    /** Bytes that are on the disk, and nowhere else yet. */
    public record Uploaded(UUID uuid, byte[] sha256, long size) {}

    /** Writes the bytes; nothing is visible before {@link #add}, and without it they go away by themselves. */
    public Uploaded write(InputStream content) throws IOException {
        var written = files.write(content);
        return new Uploaded(written.uuid(), written.sha256(), written.size());
    }

    /**
     * The same under an address of our choice.
     *
     * @param uuid taken unless other bytes have it
     */
    public Uploaded write(InputStream content, Optional<UUID> uuid) throws IOException {
        var written = files.write(content, uuid);
        return new Uploaded(written.uuid(), written.sha256(), written.size());
    }

    public Uploaded write(byte[] content) {
        try {
            return write(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the file one of the component's, if and when the transaction commits. */
    public DocumentId add(
            Uploaded uploaded, Optional<String> contentType, ComponentPath component, Transaction transaction) {
        String table = component.stored(DocumentStore.STORAGE);
        DocumentId id = transaction.mint(table);
        transaction.insert(table, id, row(uploaded, contentType));
        transaction.insert(
                DocumentStore.STORAGE_ADDRESSES,
                transaction.mint(DocumentStore.STORAGE_ADDRESSES),
                address(id, uploaded));
        return id;
    }

    /** What functions see of a file. */
    public static Obj row(Uploaded uploaded, Optional<String> contentType) {
        Obj row = ConvexValue.object(
                        "sha256", ConvexValue.text(Base64.getEncoder().encodeToString(uploaded.sha256())))
                .with("size", ConvexValue.number(uploaded.size()));
        return contentType
                .map(type -> row.with("contentType", ConvexValue.text(type)))
                .orElse(row);
    }

    /** What only the system sees of it. */
    public static Obj address(DocumentId id, Uploaded uploaded) {
        return ConvexValue.object("storageId", ConvexValue.text(id.text()))
                .with("uuid", ConvexValue.text(uploaded.uuid().toString()));
    }

    /** The file of this id; empty when there is none, or it is another component's. */
    public static Optional<StoredFile> find(String storageId, ComponentPath component, Transaction transaction) {
        return DocumentId.parse(storageId)
                .filter(id -> transaction
                        .view()
                        .tableName(id.table())
                        .filter(component.stored(DocumentStore.STORAGE)::equals)
                        .isPresent())
                .flatMap(transaction::get)
                .flatMap(row -> address(DocumentStore.BY_STORAGE_ID, storageId, transaction)
                        .map(address -> file(row, address)));
    }

    /** The file that an address ends with; empty when there is none. */
    public Optional<StoredFile> findByAddress(UUID uuid, Transaction transaction) {
        return address(DocumentStore.BY_UUID, uuid.toString(), transaction)
                .flatMap(address -> address.value()
                        .text("storageId")
                        .flatMap(DocumentId::parse)
                        .flatMap(transaction::get)
                        .map(row -> file(row, address)));
    }

    /** @throws FunctionError when there is no such file */
    public void delete(String storageId, ComponentPath component, Transaction transaction) {
        StoredFile file = find(storageId, component, transaction)
                .orElseThrow(() -> new FunctionError("storage id \"" + storageId + "\" not found"));
        transaction.get(file.id()).ifPresent(transaction::remove);
        address(DocumentStore.BY_STORAGE_ID, storageId, transaction).ifPresent(transaction::remove);
    }

    /** The whole content; for functions, which hold it in memory anyway. */
    public byte[] read(StoredFile file) {
        try {
            return files.read(file.uuid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For reading any part; the caller closes it. */
    public FileChannel open(StoredFile file) throws IOException {
        return files.open(file.uuid());
    }

    /** Deletes the bytes that belong to no row and have not for an hour. */
    public void sweep(DocumentStore store) {
        try {
            files.sweep(
                    clock.instant(), uuid -> findByAddress(uuid, store.begin()).isPresent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredFile file(Document row, Document address) {
        Obj value = row.value();
        return new StoredFile(
                row.id(),
                UUID.fromString(address.value().text("uuid").orElseThrow()),
                value.text("sha256").orElseThrow(),
                value.number("size").orElseThrow().longValue(),
                value.text("contentType"));
    }

    private static Optional<Document> address(String index, String value, Transaction transaction) {
        return transaction
                .scan(
                        new IndexName(DocumentStore.STORAGE_ADDRESSES, index),
                        Interval.prefix(OrderedKey.of(List.of(ConvexValue.text(value)))),
                        Direction.ASCENDING)
                .next();
    }
}
