package dev.lockstep.emulator.convex.script;

/**
 * A function failed since it adds to built-ins or takes from them, which calls share. It may do so in a world of its own:
 * what it has done so far is to be taken back, and when it is invoked once more it runs in one.
 */
public final class SealedBuiltIns extends RuntimeException {

    SealedBuiltIns(String message) {
        super(message);
    }
}
