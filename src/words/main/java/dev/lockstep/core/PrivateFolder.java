package dev.lockstep.core;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Keeps a folder and all that is written into it from the other users of the machine. Stateless. */
public final class PrivateFolder {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /** Of a new file the owner's permissions alone: 077. */
    private static final int OTHERS = 0b000_111_111;

    private PrivateFolder() {}

    /**
     * Makes the folder when it is not there, and its owner's alone (0700). What an earlier version left in it is made
     * private as well. Whatever this process and its children make from now on, wherever, is private too, as after
     * {@code umask 077}: databases make files of their own and ask nobody.
     *
     * @return what cannot be kept private and what to do about it, in a sentence; empty when all can
     * @throws IOException when it cannot be made
     */
    public static Optional<String> open(Path folder) throws IOException {
        Umask.set(OTHERS);
        Files.createDirectories(folder);
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return Optional.of("The file system of " + folder + " knows no owners' permissions: see to it yourself that"
                    + " nobody else on this machine can read the folder, which holds keys.");
        }
        try {
            if (!isPrivate(folder)) {
                Files.setPosixFilePermissions(folder, OWNER);
                tighten(folder);
            }
        } catch (IOException e) {
            return Optional.of("The folder " + folder + ", which holds keys, may be read by others on this machine, and"
                    + " this user may not change that. Make this user its owner, or set LOCKSTEP_HOME to a folder of"
                    + " this user's.");
        }
        return Optional.empty();
    }

    private static boolean isPrivate(Path file) throws IOException {
        return OWNER.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static void tighten(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                return tightened(visited);
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                return attributes.isSymbolicLink() ? FileVisitResult.CONTINUE : tightened(visited);
            }
        });
    }

    private static FileVisitResult tightened(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        if (permissions.retainAll(OWNER)) {
            Files.setPosixFilePermissions(file, permissions);
        }
        return FileVisitResult.CONTINUE;
    }
}
