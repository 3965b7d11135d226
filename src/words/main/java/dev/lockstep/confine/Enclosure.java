package dev.lockstep.confine;

import java.nio.file.Path;
import java.util.List;

/**
 * What exists for a confined process besides the system's programs and libraries. All paths are absolute and the same
 * inside as outside.
 *
 * @param programs Node, and npm where it is needed: found first on the PATH, wherever they are installed
 * @param writable folders that it may change
 * @param readable files and folders that it may read
 * @param scripts the folder that {@link Confinement#writeScripts} wrote to
 * @param relay the socket of the relay, which is there when the process is started
 * @param cwd where it starts; in one of the folders
 */
public record Enclosure(
        Programs programs, List<Path> writable, List<Path> readable, Path scripts, Path relay, Path cwd) {

    public Enclosure {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
    }
}
