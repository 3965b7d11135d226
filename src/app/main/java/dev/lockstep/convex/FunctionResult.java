package dev.lockstep.convex;

import dev.lockstep.convex.value.ConvexValue;
import java.util.List;

/**
 * What a function returned.
 *
 * @param logLines what it wrote to its console, each line with its level in front, for example {@code [LOG] 'hello'};
 *     empty where the deployment does not send logs to clients
 */
public record FunctionResult(ConvexValue value, List<String> logLines) {

    public FunctionResult {
        logLines = List.copyOf(logLines);
    }
}
