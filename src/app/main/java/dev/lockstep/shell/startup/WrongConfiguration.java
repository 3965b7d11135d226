package dev.lockstep.shell.startup;

import java.util.List;

/** The configuration cannot work. Holds one sentence a fault, without the values at fault. */
final class WrongConfiguration extends RuntimeException {

    WrongConfiguration(List<String> faults) {
        super("The configuration is not complete:\n  - " + String.join("\n  - ", faults));
    }
}
