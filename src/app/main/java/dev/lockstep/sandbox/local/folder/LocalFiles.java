package dev.lockstep.sandbox.local.folder;

import dev.lockstep.sandbox.process.FileMode;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import dev.lockstep.sandbox.process.SandboxPath;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of one project. Refuses links that lead out, also those that code in the sandbox puts where a folder was between
 * the look and the use: a file is read, moved to its place and deleted in a folder that is held open.
 */
public final class LocalFiles {

    private final Path root;
    private final Path drafts;

    /**
     * @param root is made when it is not there
     * @param drafts where files grow until they are whole, on the same disk and where no watcher looks
     */
    public LocalFiles(Path root, Path drafts) {
        this.root = root;
        this.drafts = drafts;
    }

    Path root() {
        return root;
    }

    /** @throws SandboxProblem when a link leads out of the root */
    public Path resolve(SandboxPath path) throws IOException {
        FileTree.makePrivate(root);
        Path target = root;
        Path real = root.toRealPath();
        for (String part : path.parts()) {
            target = target.resolve(part);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                if (!existing(target, path).startsWith(real)) {
                    throw SandboxProblem.pathRefused(path.toString());
                }
            }
        }
        return target;
    }

    private static Path existing(Path target, SandboxPath path) throws IOException {
        try {
            return target.toRealPath();
        } catch (NoSuchFileException e) {
            // A link to nothing: whoever makes the other end decides where that is.
            throw SandboxProblem.pathRefused(path.toString());
        }
    }

    public void write(SandboxPath path, byte[] content, FileMode mode) throws IOException {
        Path file = resolve(path);
        if (Files.isDirectory(file)) {
            throw SandboxProblem.pathRefused(path.toString());
        }
        if (mode == FileMode.ORDINARY && holds(file, content)) {
            return;
        }
        makeFolders(file.getParent(), path);
        FileTree.makePrivate(drafts);
        Path draft = drafts.resolve(UUID.randomUUID().toString());
        try {
            if (mode == FileMode.PRIVATE) {
                Files.createFile(draft, FileTree.PRIVATE_FILE);
            }
            Files.write(draft, content);
            place(draft, file);
        } catch (InsideFolder.LinkInBetween e) {
            throw SandboxProblem.pathRefused(path.toString());
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void makeFolders(Path folder, SandboxPath path) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw SandboxProblem.pathRefused(path.toString());
        }
    }

    private void place(Path draft, Path file) throws IOException {
        Path from = drafts.toRealPath();
        try (var source = InsideFolder.open(from, from).orElse(null);
                var target = InsideFolder.open(
                                root.toRealPath(), file.getParent().toRealPath())
                        .orElse(null)) {
            if (source == null || target == null) {
                move(draft, file);
            } else {
                source.move(draft.getFileName(), target, file.getFileName());
            }
        } catch (AtomicMoveNotSupportedException e) {
            move(draft, file);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean holds(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }

    public Optional<String> read(SandboxPath path) throws IOException {
        Path file = resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = open(file.toRealPath())) {
            byte[] content = in.readNBytes(Sandbox.LARGEST_FILE + 1);
            if (content.length > Sandbox.LARGEST_FILE) {
                throw SandboxProblem.tooLarge(path.toString());
            }
            return Optional.of(new String(content, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (InsideFolder.LinkInBetween e) {
            throw SandboxProblem.pathRefused(path.toString());
        }
    }

    /** @param real as it was a moment ago; may be another link by now */
    private InputStream open(Path real) throws IOException {
        try (var folder = InsideFolder.open(root.toRealPath(), real.getParent()).orElse(null)) {
            return folder == null
                    ? Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)
                    : Channels.newInputStream(folder.newByteChannel(
                            real.getFileName(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        }
    }

    public List<SandboxFile> list(SandboxPath folder) throws IOException {
        Path target = resolve(folder);
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(target)) {
            return entries.sorted()
                    .limit(Sandbox.MOST_ENTRIES)
                    .flatMap(entry -> entry(target, folder, entry).stream())
                    .toList();
        }
    }

    private static Optional<SandboxFile> entry(Path target, SandboxPath folder, Path entry) {
        try {
            var attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String name = target.relativize(entry).toString();
            SandboxFile.Type type = attributes.isRegularFile()
                    ? SandboxFile.Type.FILE
                    : attributes.isDirectory() ? SandboxFile.Type.FOLDER : SandboxFile.Type.OTHER;
            return Optional.of(new SandboxFile(
                    folder.parts().isEmpty() ? name : folder + "/" + name,
                    type,
                    attributes.isRegularFile() ? attributes.size() : 0,
                    attributes.lastModifiedTime().toInstant()));
        } catch (IOException e) {
            // It has been deleted since.
            return Optional.empty();
        }
    }

    public void delete(SandboxPath path) throws IOException {
        // The link itself, wherever it leads.
        Path parent =
                resolve(new SandboxPath(path.parts().subList(0, path.parts().size() - 1)));
        Path entry = parent.resolve(path.parts().getLast());
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) || !Files.isDirectory(parent)) {
            FileTree.delete(entry);
            return;
        }
        try (var folder =
                InsideFolder.open(root.toRealPath(), parent.toRealPath()).orElse(null)) {
            if (folder == null) {
                FileTree.delete(entry);
            } else {
                folder.deleteFile(entry.getFileName());
            }
        } catch (NoSuchFileException e) {
            // Somebody else was quicker.
        } catch (InsideFolder.LinkInBetween e) {
            throw SandboxProblem.pathRefused(path.toString());
        }
    }

    public void rename(SandboxPath from, SandboxPath to) throws IOException {
        Path source = resolve(from);
        Path target = resolve(to);
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw SandboxProblem.lasting(
                    SandboxProblem.PATH_REFUSED, "There is no '" + from + "'.", "Reload the list of files.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || target.startsWith(source)) {
            throw SandboxProblem.lasting(
                    SandboxProblem.PATH_REFUSED,
                    "'" + to + "' is taken.",
                    "Choose another name, or delete that first.");
        }
        makeFolders(target.getParent(), to);
        Files.move(source, target);
    }
}
