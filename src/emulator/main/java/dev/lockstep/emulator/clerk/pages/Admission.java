package dev.lockstep.emulator.clerk.pages;

/** Says who may come in at all. */
public interface Admission {

    /** Whether the pages know somebody of the address already. */
    enum Visitor {
        NEW,
        KNOWN
    }

    boolean admits(String email, Visitor visitor);
}
