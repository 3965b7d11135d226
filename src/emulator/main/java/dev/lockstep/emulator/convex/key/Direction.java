package dev.lockstep.emulator.convex.key;

/** Which end of an index a scan starts from. */
public enum Direction {
    ASCENDING,
    DESCENDING
}
