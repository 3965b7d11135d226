package dev.lockstep.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What programs need of a Linux system, and what holds nobody's secrets: no keys of {@code /etc/ssl}, no accounts. */
final class SystemFolders {

    private static final Path USR = Path.of("/usr");

    /** Links into {@code /usr} on most systems, folders on others. */
    private static final List<String> ROOTS = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    private static final List<String> SETTINGS = List.of(
            "/etc/ssl/certs",
            "/etc/ssl/openssl.cnf",
            "/etc/pki/tls/certs",
            "/etc/pki/ca-trust/extracted",
            "/etc/ca-certificates/extracted",
            "/etc/alternatives",
            "/etc/ld.so.cache",
            "/etc/localtime");

    private SystemFolders() {}

    /** The folder that every process may read and that this one lies in. */
    static Optional<Path> holding(Path path) {
        Path real = real(path.toAbsolutePath().normalize());
        List<Path> folders = new ArrayList<>(List.of(USR));
        ROOTS.forEach(root -> folders.add(Path.of(root)));
        SETTINGS.forEach(setting -> folders.add(Path.of(setting)));
        return folders.stream().filter(real::startsWith).findFirst();
    }

    /** The path with the links of what is there of it followed. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            Path parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    /** Options of bubblewrap. */
    static List<String> options() {
        List<String> options = new ArrayList<>(List.of("--ro-bind", USR.toString(), USR.toString()));
        for (String root : ROOTS) {
            Path path = Path.of(root);
            if (Files.isSymbolicLink(path)) {
                options.addAll(List.of("--symlink", target(path), root));
            } else if (Files.isDirectory(path)) {
                options.addAll(List.of("--ro-bind", root, root));
            }
        }
        for (String setting : SETTINGS) {
            options.addAll(List.of("--ro-bind-try", setting, setting));
        }
        return options;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return USR.resolve(link.getFileName()).toString();
        }
    }
}
