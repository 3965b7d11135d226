package dev.lockstep.sandbox.process;

import java.time.Instant;

/**
 * One entry of a folder.
 *
 * @param path from the sandbox's root, parted by slashes
 * @param size in bytes; 0 for a folder
 * @param modified to the precision of the file system
 */
public record SandboxFile(String path, Type type, long size, Instant modified) {

    /** What is there; a link counts as what it is, and is not followed. */
    public enum Type {
        FILE,
        FOLDER,
        OTHER
    }
}
