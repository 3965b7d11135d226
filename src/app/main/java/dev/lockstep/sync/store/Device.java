package dev.lockstep.sync.store;

/** What this installation calls itself in stamps: all nodes that share a database share one copy, and so one name. */
public interface Device {

    /** 8 hexadecimal digits, the same for good. */
    String name();
}
