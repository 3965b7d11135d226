package dev.lockstep.kit;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Something that a feature wants somebody to look at: a number at one entry of the menu, and a line above the pages that
 * belong with it. Features supply beans of this type; the frame around the pages shows them.
 */
public interface Attention {

    /** The line above the pages whose address begins so, but for the entry's own; its words are keys of messages. */
    record Banner(String pages, String one, String many, String way) {}

    /** The address of the menu entry. */
    String route();

    /** What is counted, a key of messages; for those who do not see the number at its place. */
    String label();

    Banner banner();

    /**
     * Called on the thread of the page of the person who may have to know.
     *
     * @return counts how many there are, on any thread; 0 shows nothing. Empty when it does not concern that person
     */
    Optional<LongSupplier> counter();

    /**
     * Calls back when the number may have changed, from any thread.
     *
     * @return ends the watching
     */
    Runnable watch(Runnable watcher);
}
