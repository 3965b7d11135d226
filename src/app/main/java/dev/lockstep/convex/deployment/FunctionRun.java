package dev.lockstep.convex.deployment;

import java.util.List;

/** What came of running a function once. */
public sealed interface FunctionRun {

    /** Lines that the function logged, {@code [LOG] 'text'} each. */
    List<String> logLines();

    /** @param value as Convex writes it in JSON, indented */
    record Returned(String value, List<String> logLines) implements FunctionRun {}

    /** It threw, so that nothing it wrote is kept, but for an action's own mutations. */
    record Threw(String message, List<String> logLines) implements FunctionRun {}
}
