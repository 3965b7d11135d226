package dev.lockstep.emulator.convex.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The bytes of stored files, one file each, named by a UUID that nobody can guess. A file is whole and on the disk
 * before its name is given out. Thread-safe.
 */
final class BlobFiles {

    private static final String DRAFT = ".draft";

    /** Younger files may belong to a transaction that has not committed yet. */
    private static final Duration SETTLED = Duration.ofHours(1);

    private final Path folder;

    BlobFiles(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
        }
    }

    /** What was written. */
    record Written(UUID uuid, byte[] sha256, long size) {}

    /** Reads the stream to its end, in pieces, and keeps what came. */
    Written write(InputStream content) throws IOException {
        return write(content, Optional.empty());
    }

    /** @param wanted its name, unless another content has it */
    Written write(InputStream content, Optional<UUID> wanted) throws IOException {
        UUID uuid = UUID.randomUUID();
        Path draft = folder.resolve(uuid + DRAFT);
        MessageDigest digest = sha256();
        long size;
        try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            size = new DigestInputStream(content, digest).transferTo(Channels.newOutputStream(file));
            file.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        UUID name = wanted.filter(free -> isFree(free, draft)).orElse(uuid);
        Files.move(draft, path(name), StandardCopyOption.ATOMIC_MOVE);
        return new Written(name, digest.digest(), size);
    }

    /** A name is also free for the bytes it has already. */
    private boolean isFree(UUID name, Path draft) {
        try {
            return !Files.exists(path(name)) || Files.mismatch(path(name), draft) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For reading, any part of it; the caller closes it. */
    FileChannel open(UUID uuid) throws IOException {
        return FileChannel.open(path(uuid), StandardOpenOption.READ);
    }

    byte[] read(UUID uuid) throws IOException {
        try (FileChannel file = open(uuid)) {
            ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(file.size()));
            while (all.hasRemaining() && file.read(all) >= 0) {
                // Read on until the buffer is full.
            }
            return all.array();
        }
    }

    void delete(UUID uuid) throws IOException {
        Files.deleteIfExists(path(uuid));
    }

    /** Deletes the files that no row names any more: their transaction never came, or their row went away. */
    void sweep(Instant now, Predicate<UUID> isNamed) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Instant changed = Files.getLastModifiedTime(file).toInstant();
                if (changed.isBefore(now.minus(SETTLED)) && !isNamed(file, isNamed)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isNamed(Path file, Predicate<UUID> isNamed) {
        String name = file.getFileName().toString();
        return !name.endsWith(DRAFT) && isNamed.test(UUID.fromString(name));
    }

    private Path path(UUID uuid) {
        return folder.resolve(uuid.toString());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every JDK has SHA-256", e);
        }
    }
}
