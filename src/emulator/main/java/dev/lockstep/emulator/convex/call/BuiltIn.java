package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.store.Transaction;

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
}
