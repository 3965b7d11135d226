package dev.lockstep.emulator.convex.store;

/** Something that a transaction read was changed by another that committed first. Run it again on a newer snapshot. */
public final class WriteConflict extends Exception {

    WriteConflict(String table) {
        super("Documents read from or written to the \"" + table + "\" table changed while this mutation was being run "
                + "and on every subsequent retry. See https://docs.convex.dev/error#1");
    }
}
