package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * A query or mutation of the deployment's own, below {@code _system/}: called like any other, but by admins only.
 *
 * @param kind {@link FunctionKind#QUERY} or {@link FunctionKind#MUTATION}
 */
public record BuiltIn(FunctionKind kind, Body body) {

    /** What module paths of built-in functions begin with. */
    public static final String PREFIX = "_system/";

    /** Runs on a transaction, for a component or the app; errors that are for the caller are function errors. */
    @FunctionalInterface
    public interface Body {
        ConvexValue run(ComponentPath component, Transaction transaction, Obj args);
    }

    /**
     * The built-in function that a call means; empty when it means one of the app's.
     *
     * @param all the functions there are
     * @throws Refusal 403 when the caller is no admin
     * @throws FunctionError when there is none of this name and kind
     */
    static Optional<BuiltIn> of(FunctionCall call, Function<FunctionPath, Optional<BuiltIn>> all) {
        if (!call.path().module().startsWith(PREFIX)) {
            return Optional.empty();
        }
        if (!call.identity().isAdmin()) {
            throw Refusal.forbidden("SystemIdentityRequired", "Only admins may call " + call.path());
        }
        BuiltIn found = all.apply(call.path())
                .orElseThrow(() -> new FunctionError("Could not find system function for '" + call.path() + "'"));
        if (call.kind().filter(kind -> kind != found.kind()).isPresent()) {
            throw new FunctionError(
                    call.path() + " is a " + found.kind().udfType() + " of the deployment's own, not what was asked");
        }
        return Optional.of(found);
    }
}
