package dev.lockstep.sandbox.process;

/** Where a project's code runs. */
public enum SandboxKind {
    /** In processes of this machine, below the application's folder. No wall against code that means harm. */
    LOCAL,
    /** In a virtual machine of E2B, which reaches the internet and not this machine. */
    E2B
}
