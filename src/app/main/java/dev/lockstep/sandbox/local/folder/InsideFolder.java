package dev.lockstep.sandbox.local.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Optional;

/**
 * A folder below a root that is held open, reached step by step without following a link: what is opened, moved or deleted in
 * it lies below the root, whatever code that may write there swaps for a link meanwhile. Where the file system cannot hold
 * folders open (Windows) there is none.
 */
final class InsideFolder {

    private InsideFolder() {}

    /**
     * @param root real, without links
     * @param folder real too, as it was a moment ago; the root or below it
     * @return to be closed
     * @throws LinkInBetween when it is none any more, but leads elsewhere
     */
    static Optional<SecureDirectoryStream<Path>> open(Path root, Path folder) throws IOException {
        if (!folder.startsWith(root)) {
            throw new LinkInBetween(folder);
        }
        DirectoryStream<Path> top = Files.newDirectoryStream(root);
        if (!(top instanceof SecureDirectoryStream<Path> now)) {
            top.close();
            return Optional.empty();
        }
        for (Path part : root.relativize(folder)) {
            if (part.toString().isEmpty()) {
                continue;
            }
            try (SecureDirectoryStream<Path> above = now) {
                now = above.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                throw e;
            } catch (FileSystemException e) {
                throw new LinkInBetween(folder);
            }
        }
        return Optional.of(now);
    }

    /** Somebody has put a link where a folder was. */
    static final class LinkInBetween extends FileSystemException {

        private static final long serialVersionUID = 1;

        LinkInBetween(Path folder) {
            super(folder.toString());
        }
    }
}
