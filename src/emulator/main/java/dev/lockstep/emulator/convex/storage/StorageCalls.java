package dev.lockstep.emulator.convex.storage;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.limit.Usage.Metric;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * {@code ctx.storage} as running code asks for it, for the code of one component.
 *
 * @param cloudUrl the origin that addresses begin with
 */
public record StorageCalls(FileStorage storage, ComponentPath component, String cloudUrl) {

    private static final String NULL = "null";
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public String generateUploadUrl() {
        return text(cloudUrl + storage.uploadPath(component));
    }

    public String url(JsonNode arguments, Transaction transaction) {
        return FileStorage.find(id(arguments), component, transaction)
                .map(file -> text(cloudUrl + FileStorage.servePath(file)))
                .orElse(NULL);
    }

    public String metadata(JsonNode arguments, Transaction transaction) {
        return FileStorage.find(id(arguments), component, transaction)
                .map(file -> WireJson.object()
                        .put("storageId", file.id().text())
                        .put("sha256", file.hex())
                        .put("size", file.size())
                        .put("contentType", file.contentType().orElse(null))
                        .toString())
                .orElse(NULL);
    }

    public String delete(JsonNode arguments, Transaction transaction) {
        storage.delete(id(arguments), component, transaction);
        return NULL;
    }

    /** The bytes of a {@code store} call, written to the disk. A transaction that runs again writes them again. */
    public FileStorage.Uploaded upload(JsonNode arguments) {
        byte[] content = Base64.getDecoder().decode(arguments.path("blob").asString(""));
        FileStorage.Uploaded uploaded = storage.write(content);
        checkDigest(arguments.path("sha256").asString(""), uploaded);
        return uploaded;
    }

    /** @return the id of the new file */
    public String store(JsonNode arguments, FileStorage.Uploaded uploaded, Transaction transaction) {
        Optional<String> contentType =
                Optional.of(arguments.path("contentType").asString("")).filter(type -> !type.isEmpty());
        transaction.usage().add(Metric.FILES_WRITTEN, 1);
        transaction.usage().add(Metric.FILE_BYTES_WRITTEN, uploaded.size());
        return text(storage.add(uploaded, contentType, component, transaction).text());
    }

    /** {@code {blob, contentType}}, the content in base64; null when there is no such file. */
    public String get(JsonNode arguments, Transaction transaction) {
        Optional<StoredFile> found = FileStorage.find(id(arguments), component, transaction);
        found.ifPresent(file -> {
            transaction.usage().add(Metric.FILES_READ, 1);
            transaction.usage().add(Metric.FILE_BYTES_READ, file.size());
        });
        return found.map(file -> WireJson.object()
                        .put("blob", Base64.getEncoder().encodeToString(storage.read(file)))
                        .put("contentType", file.contentType().orElse(null))
                        .toString())
                .orElse(NULL);
    }

    private static void checkDigest(String expected, FileStorage.Uploaded uploaded) {
        if (expected.isEmpty()) {
            return;
        }
        String hex = java.util.HexFormat.of().formatHex(uploaded.sha256());
        boolean matches = expected.equalsIgnoreCase(hex)
                || Arrays.equals(expected.getBytes(), Base64.getEncoder().encode(uploaded.sha256()));
        if (!matches) {
            throw new FunctionError("The file's sha256 does not match: expected " + expected + ", was " + hex);
        }
    }

    /** @throws FunctionError when it is neither an id nor, as ids of files once were, a UUID */
    private static String id(JsonNode arguments) {
        String id = arguments.path("storageId").asString("");
        if (DocumentId.parse(id).isEmpty() && !UUID_TEXT.matcher(id).matches()) {
            throw new FunctionError("Invalid storage ID: \"" + id
                    + "\". Storage ID should be an Id of '_storage' table, or a UUID string.");
        }
        return id;
    }

    private static String text(String value) {
        return WireJson.node(ConvexValue.text(value)).toString();
    }
}
