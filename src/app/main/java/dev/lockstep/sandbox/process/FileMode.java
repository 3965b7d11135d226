package dev.lockstep.sandbox.process;

/** Who may read a file, apart from the sandbox's own user. */
public enum FileMode {
    /** As the system has it by default. */
    ORDINARY,
    /** Nobody (0600): for files with secrets. */
    PRIVATE
}
