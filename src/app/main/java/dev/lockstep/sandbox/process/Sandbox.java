package dev.lockstep.sandbox.process;

import dev.lockstep.core.Secret;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the code of one project lies and runs. Paths are relative to its root and parted by slashes; one that leads out,
 * by its words or through a link, is refused. All calls may block for as long as a disk or a network takes and throw a
 * {@link SandboxProblem}; none may be made under a lock. Safe for any thread.
 */
public interface Sandbox extends AutoCloseable {

    /** The size of the largest file that is written or read, in bytes of UTF-8. */
    int LARGEST_FILE = 4 * 1024 * 1024;

    /** How many files can be written at once. */
    int MOST_FILES = 1_000;

    /** How many entries of a folder are told. */
    int MOST_ENTRIES = 5_000;

    SandboxKind kind();

    /**
     * Writes each file, with the folders it needs; each is there whole or as before. A file that has this content already
     * is left alone, so that whoever watches it sees no change.
     *
     * @param files the content of each by its path; at most {@value #MOST_FILES}, each at most {@value #LARGEST_FILE} bytes
     */
    void write(Map<String, String> files);

    /** Writes one file. */
    void write(String path, String text, FileMode mode);

    /** A file's content; empty when there is none. Bytes that are no UTF-8 become replacement characters. */
    Optional<String> read(String path);

    /**
     * What is directly in a folder, by name; nothing when it is not there. At most {@value #MOST_ENTRIES} entries.
     *
     * @param folder empty for the root
     */
    List<SandboxFile> list(String folder);

    /** Deletes a file, or a folder with all that is in it; does nothing when it is not there. */
    void delete(String path);

    /** Gives a file or a folder another path, which must be free. */
    void rename(String from, String to);

    /**
     * Starts a process.
     *
     * @throws SandboxProblem also when one of that name runs, when the disk is nearly full, when the program is not there
     *     (in a cloud sandbox it then ends with code 127) and when an address that it needs cannot be reached from here
     */
    RunningProcess start(ProcessRequest request);

    /**
     * Finds a process again that an application which is gone has started. One that ended meanwhile is found with its exit,
     * as {@link Exit.Lost} when nobody noted how.
     *
     * @param secrets what must not show in its lines: those that it was started with
     * @return empty when nothing is known of it
     */
    Optional<RunningProcess> reattach(ProcessHandleText handle, Collection<Secret> secrets);

    /**
     * Finds the process of this name that runs, whoever has started it: an application may end before it has kept a handle.
     *
     * @param secrets as for {@link #reattach}
     */
    Optional<RunningProcess> running(String name, Collection<Secret> secrets);

    /**
     * Installs the packages of {@code package.json}, by the lockfile where there is one, without running their scripts.
     * Does nothing when neither has changed since the last success.
     *
     * @param progress told from another thread
     * @throws SandboxProblem with a sentence about what npm could not do, after ten minutes at the latest
     */
    Installed installDependencies(Consumer<InstallProgress> progress);

    /** Why processes here would not reach this address; empty when nothing is against it. Asks no network. */
    Optional<SandboxProblem> refusalToReach(URI address);

    /** Tells that processes which nobody is attached to are wanted still. */
    void keepAlive();

    /** Ends nothing: processes go on, unattended. What is attached is attached no more. */
    @Override
    void close();

    /** Stops every process and deletes everything. Does nothing where there is nothing. */
    void destroy();
}
