package dev.lockstep.convex.deployment;

/** Whether a deployment works. */
public enum DeploymentState {
    RUNNING,
    /** Somebody paused it: calls of functions are refused, scheduled ones wait, crons are left out. */
    PAUSED,
    /** Convex itself stopped it, over a plan or a limit; nobody but Convex can resume it. */
    STOPPED,
    /** It did not say, or our key may not ask. */
    UNKNOWN;

    static DeploymentState of(String word) {
        return switch (word) {
            case "running" -> RUNNING;
            case "paused" -> PAUSED;
            case "disabled", "suspended" -> STOPPED;
            default -> UNKNOWN;
        };
    }
}
