package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import java.util.Optional;

/**
 * A call of a function.
 *
 * @param kind what it must be; empty when any kind will do
 * @param requestId 16 hex digits, shown in errors; the same for all that one request leads to
 * @param executionId of this call alone, in the log
 * @param parent the execution of the action that called
 */
public record FunctionCall(
        FunctionPath path,
        Obj args,
        Identity identity,
        Optional<FunctionKind> kind,
        Reach reach,
        String requestId,
        String executionId,
        Optional<String> parent) {

    /** Which functions a caller can see. */
    public enum Reach {
        /** Only public ones: clients. */
        PUBLIC,
        /** Internal ones too: other functions, the scheduler, admins. */
        INTERNAL;

        /** What somebody sees who asks from outside. */
        public static Reach of(Identity identity) {
            return identity.isAdmin() ? INTERNAL : PUBLIC;
        }
    }

    /** A call that a request began. */
    public FunctionCall(
            FunctionPath path,
            Obj args,
            Identity identity,
            Optional<FunctionKind> kind,
            Reach reach,
            String requestId) {
        this(path, args, identity, kind, reach, requestId, requestId, Optional.empty());
    }

    /** The same caller calling another function from inside, as a part of the same execution. */
    FunctionCall inner(Address inner, Obj innerArgs, FunctionKind innerKind) {
        return new FunctionCall(
                inner.path(),
                innerArgs,
                identity,
                Optional.of(innerKind),
                inner.reach(),
                requestId,
                executionId,
                parent);
    }

    /** This call as an execution of its own that another one led to. */
    FunctionCall executedFor(FunctionCall caller, String ownId) {
        return new FunctionCall(path, args, identity, kind, reach, requestId, ownId, Optional.of(caller.executionId()));
    }
}
