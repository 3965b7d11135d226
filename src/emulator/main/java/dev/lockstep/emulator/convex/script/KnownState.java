package dev.lockstep.emulator.convex.script;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which modules of one code version keep state from call to call, as far as it was found out. Thread-safe. */
final class KnownState {

    private final Set<String> modules = ConcurrentHashMap.newKeySet();
    private volatile boolean known;
    private volatile boolean all;

    /** Whether the modules have been read. */
    boolean isKnown() {
        return known;
    }

    boolean isKept(String module) {
        return all || modules.contains(module);
    }

    /** The modules have been read, and these are the ones. */
    void learn(Set<String> found) {
        modules.addAll(found);
        known = true;
    }

    /** No world can be kept. */
    void keepAll() {
        all = true;
        known = true;
    }

    /** A function of this module has changed what calls share. */
    void keep(String module) {
        modules.add(module);
    }
}
