package dev.lockstep.emulator.convex.store;

/** Which end of an index a scan starts from. */
public enum Direction {
    ASCENDING,
    DESCENDING
}
