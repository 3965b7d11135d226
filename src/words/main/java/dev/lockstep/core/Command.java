package dev.lockstep.core;

import java.util.List;

/**
 * Something the program does instead of serving pages, asked for by the first words of its command line. Found through
 * {@link java.util.ServiceLoader}, so that whoever starts the program need not know it.
 */
public interface Command {

    /** The first word, for example {@code emulator}. */
    String name();

    /**
     * Does it, and prints what it has to say to the standard output; what went wrong goes to the standard error.
     *
     * @param words what follows the name
     * @return the process's exit code: 0 for success
     */
    int run(List<String> words);
}
