package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.storage.StoredFile;
import dev.lockstep.emulator.convex.store.Transactions;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
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

    Map<String, Endpoint> routes() {
        return Map.of("POST " + FileStorage.UPLOAD, this::upload);
    }

    /** Whether a route asks for a stored file. */
    static boolean serves(String route) {
        return route.startsWith("GET " + FileStorage.SERVE) || route.startsWith("HEAD " + FileStorage.SERVE);
    }

    private void upload(Exchange exchange) throws IOException {
        String token = exchange.query("token")
                .orElseThrow(() -> Refusal.unauthenticated("StorageTokenInvalid", "The upload URL is not valid."));
        ComponentPath component = storage.checkUpload(token);
        FileStorage.Uploaded uploaded = storage.write(exchange.request().getInputStream());
        exchange.header("Digest").ifPresent(header -> checkDigest(header, uploaded));
        Optional<String> type = exchange.header("Content-Type");
        String id = transactions.run(transaction ->
                storage.add(uploaded, type, component, transaction).text());
        exchange.answerJson(WireJson.object().put("storageId", id).toString());
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

    void serve(Exchange exchange) throws IOException {
        UUID uuid = uuid(exchange.path().substring(FileStorage.SERVE.length()));
        StoredFile file = storage.findByAddress(uuid, transactions.store().begin())
                .orElseThrow(() -> Refusal.notFound("FileNotFound", "There is no file at this address"));
        HttpServletResponse response = exchange.response();
        file.contentType().ifPresent(response::setContentType);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", CACHE);
        response.setHeader("Digest", "sha-256=" + file.sha256());
        // What people uploaded is shown, but never run as a page of this origin.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        Optional<String> header = exchange.header("Range");
        long from = 0;
        long to = file.size() - 1;
        if (header.isPresent() && file.size() > 0) {
            Matcher range = RANGE.matcher(header.get());
            boolean one = range.matches()
                    && !(range.group(1).isEmpty() && range.group(2).isEmpty());
            if (one && range.group(1).isEmpty()) {
                from = Math.max(0, file.size() - number(range.group(2)));
            } else if (one) {
                from = number(range.group(1));
                to = range.group(2).isEmpty() ? to : Math.min(to, number(range.group(2)));
            }
            if (!one || from > to) {
                response.setStatus(416);
                response.setHeader("Content-Range", "bytes */" + file.size());
                return;
            }
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes " + from + "-" + to + "/" + file.size());
        }
        response.setContentLengthLong(to - from + 1);
        if (!exchange.request().getMethod().equals("HEAD")) {
            copy(file, from, to, response);
        }
    }

    private void copy(StoredFile file, long from, long to, HttpServletResponse response) throws IOException {
        try (FileChannel content = storage.open(file)) {
            content.position(from);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (long left = to - from + 1; left > 0; ) {
                buffer.clear().limit((int) Math.min(BUFFER, left));
                int read = content.read(buffer);
                if (read < 0) {
                    throw new IOException("The file " + file.uuid() + " is shorter than its row says");
                }
                response.getOutputStream().write(buffer.array(), 0, read);
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
