package dev.lockstep.sandbox.e2b.wire;

import java.io.IOException;

/** E2B's proxy found no machine behind the address. */
public final class MachineGone extends IOException {

    MachineGone() {
        super("The machine is gone");
    }
}
