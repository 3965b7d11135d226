package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.storage.StoredFile;
import dev.lockstep.emulator.convex.store.Transactions;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads to file storage, and files served from it. Both stream: no file is held in memory whole. */
final class StorageEndpoints {

    /** Knowing the address is the permission, so what it leads to never changes. */
    private static final String CACHE = "private, max-age=2592000";

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final int BUFFER = 64 * 1024;

    private final FileStorage storage;
    private final Transactions transactions;

    StorageEndpoints(FileStorage storage, Transactions transactions) {
        this.storage = storage;
        this.transactions = transactions;
    }

    void routes(Routes routes) {
        routes.add("POST " + FileStorage.UPLOAD, this::upload)
                .add("GET " + FileStorage.SERVE + "**", this::serve)
                .add("HEAD " + FileStorage.SERVE + "**", this::serve);
    }

    private Reply upload(Request request) throws IOException {
        String token = request.parameter("token")
                .orElseThrow(() -> Refusal.unauthenticated("StorageTokenInvalid", "The upload URL is not valid."));
        ComponentPath component = storage.checkUpload(token);
        FileStorage.Uploaded uploaded = storage.write(request.stream());
        request.header("Digest").ifPresent(header -> checkDigest(header, uploaded));
        Optional<String> type = request.header("Content-Type");
        String id = transactions.run(transaction ->
                storage.add(uploaded, type, component, transaction).text());
        return Reply.json(WireJson.object().put("storageId", id));
    }

    private static void checkDigest(String header, FileStorage.Uploaded uploaded) {
        boolean known = header.regionMatches(true, 0, "sha-256=", 0, 8);
        byte[] expected = known ? decoded(header.substring(8)) : new byte[0];
        if (!Arrays.equals(expected, uploaded.sha256())) {
            throw Refusal.badRequest("BadDigest", "The header Digest does not match the content");
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("BadDigest", "The header Digest must be sha-256= and base64");
        }
    }

    private Reply serve(Request request) {
        UUID uuid = uuid(request.rawPart(0));
        StoredFile file = storage.findByAddress(uuid, transactions.store().begin())
                .orElseThrow(() -> Refusal.notFound("FileNotFound", "There is no file at this address"));
        var headers = new HashMap<String, String>();
        file.contentType().ifPresent(type -> headers.put("Content-Type", type));
        headers.put("Accept-Ranges", "bytes");
        headers.put("Cache-Control", CACHE);
        headers.put("Digest", "sha-256=" + file.sha256());
        // What people uploaded is shown, but never run as a page of this origin.
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        Optional<String> header = request.header("Range").filter(range -> file.size() > 0);
        Optional<Range> range = header.isEmpty()
                ? Optional.of(new Range(0, file.size() - 1))
                : header.flatMap(text -> range(text, file.size()));
        if (range.isEmpty()) {
            headers.put("Content-Range", "bytes */" + file.size());
            return new Reply.Whole(416, headers, new byte[0]);
        }
        Range part = range.get();
        if (header.isPresent()) {
            headers.put("Content-Range", "bytes " + part.from() + "-" + part.to() + "/" + file.size());
        }
        return new Reply.Streamed(header.isPresent() ? 206 : 200, headers, part.length(), out -> copy(file, part, out));
    }

    /** Bytes of a file, both ends included. */
    private record Range(long from, long to) {

        long length() {
            return to - from + 1;
        }
    }

    /** Empty when it is none of this file's, or several. */
    private static Optional<Range> range(String header, long size) {
        Matcher range = RANGE.matcher(header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        long last = size - 1;
        Range asked = range.group(1).isEmpty()
                ? new Range(Math.max(0, size - number(range.group(2))), last)
                : new Range(
                        number(range.group(1)),
                        range.group(2).isEmpty() ? last : Math.min(last, number(range.group(2))));
        return Optional.of(asked).filter(part -> part.from() <= part.to());
    }

    private void copy(StoredFile file, Range range, OutputStream out) throws IOException {
        try (FileChannel content = storage.open(file)) {
            content.position(range.from());
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (long left = range.length(); left > 0; ) {
                buffer.clear().limit((int) Math.min(BUFFER, left));
                int read = content.read(buffer);
                if (read < 0) {
                    throw new IOException("The file " + file.uuid() + " is shorter than its row says");
                }
                out.write(buffer.array(), 0, read);
                left -= read;
            }
        }
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("InvalidStoragePath", "The path must end with the UUID of a file");
        }
    }
}
