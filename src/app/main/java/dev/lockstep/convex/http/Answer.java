package dev.lockstep.convex.http;

import dev.lockstep.convex.value.ConvexValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request to a deployment came to. The cases differ in what is known of the function's effect. */
public sealed interface Answer {

    /** The function ran and returned. */
    record Returned(ConvexValue value, List<String> logLines) implements Answer {}

    /**
     * The function threw, so that nothing it wrote is kept.
     *
     * @param data what a ConvexError carried, which may be Convex's null; absent for every other error
     */
    record Threw(String message, @Nullable ConvexValue data, List<String> logLines) implements Answer {}

    /**
     * The deployment, or something in front of it, answered with another status than success.
     *
     * @param code the deployment's own code; absent when the body was not the deployment's
     */
    record Refused(
            int status,
            @Nullable String code,
            String message,
            @Nullable Duration retryAfter) implements Answer {}

    /** No request left this machine: the deployment was not found, refused the connection or did not accept in time. */
    record Unreached(IOException cause) implements Answer {}

    /** The request was sent and no whole answer came back: the function may have run. */
    record Lost(IOException cause) implements Answer {}

    /** An answer came that says success but is not one of a deployment: the function may have run. */
    record Unreadable(String reason) implements Answer {}
}
