package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.emulator.convex.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/**
 * Files that come in parts, each part a request of its own. Holds them on the disk; nothing outlives a restart, since
 * nobody would come for it. Thread-safe for different uploads.
 */
final class Uploads {

    private final Path folder;

    /** @param folder emptied now */
    Uploads(Path folder) {
        this.folder = folder;
        try {
            FileSystemUtils.deleteRecursively(folder);
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be emptied", e);
        }
    }

    /** The token of a new upload. */
    String start() throws IOException {
        String token = UUID.randomUUID().toString();
        Files.createDirectory(folder.resolve(token));
        return token;
    }

    void part(String token, int number, InputStream content) throws IOException {
        try (OutputStream out = Files.newOutputStream(upload(token).resolve(name(number)))) {
            content.transferTo(out);
        }
    }

    /** The whole file, which is the caller's to delete. */
    Path finish(String token, List<Integer> parts) throws IOException {
        Path upload = upload(token);
        Path whole = folder.resolve(token + ".file");
        try (OutputStream out = Files.newOutputStream(whole, StandardOpenOption.CREATE_NEW)) {
            for (int part : parts) {
                Path piece = upload.resolve(name(part));
                if (!Files.exists(piece)) {
                    throw Refusal.badRequest("InvalidImportUpload", "Part " + part + " was not uploaded");
                }
                Files.copy(piece, out);
                Files.delete(piece);
            }
        }
        FileSystemUtils.deleteRecursively(upload);
        return whole;
    }

    private Path upload(String token) {
        try {
            Path upload = folder.resolve(UUID.fromString(token).toString());
            if (Files.isDirectory(upload)) {
                return upload;
            }
        } catch (IllegalArgumentException e) {
            // Not a token of ours, which is said below.
        }
        throw Refusal.badRequest("InvalidImportUpload", "There is no upload with this token");
    }

    private static String name(int number) {
        return "part-" + number;
    }
}
