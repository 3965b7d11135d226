package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * How running code names a function to call.
 *
 * @param path the function
 * @param reach a parent sees only what a component made public; everything else may be internal
 */
record Address(FunctionPath path, FunctionCall.Reach reach) {

    private static final String HANDLE = "function://";
    private static final String CHILD = "_reference/childComponent/";
    private static final String OWN = "_reference/function/";

    /**
     * Reads one of {@code name}, {@code functionHandle} and {@code reference}.
     *
     * @param from the component whose code calls
     * @throws FunctionError when it is none of them
     */
    static Address of(JsonNode arguments, ComponentPath from) {
        if (arguments.path("name").isString()) {
            return own(arguments.path("name").asString(), from);
        }
        String handle = arguments.path("functionHandle").asString("");
        if (handle.startsWith(HANDLE)) {
            return ofHandle(handle);
        }
        String reference = arguments.path("reference").asString("");
        if (reference.startsWith(CHILD)) {
            return child(reference.substring(CHILD.length()), from);
        }
        if (reference.startsWith(OWN)) {
            return own(reference.substring(OWN.length()), from);
        }
        throw new FunctionError("This is not a reference to a function: " + arguments.path("reference"));
    }

    /** What {@code createFunctionHandle} gives: good anywhere in the deployment, also after a restart. */
    String handle() {
        return HANDLE + path.component() + ";" + path;
    }

    /** How the component's own documents name the function. */
    String name(ComponentPath component) {
        return path.component().equals(component) ? path.canonical() : handle();
    }

    /** Reads what {@link #name} gave. */
    static Address ofName(String name, ComponentPath component) {
        return name.startsWith(HANDLE) ? ofHandle(name) : own(name, component);
    }

    /** The handle as the answer to a syscall. */
    String handleJson() {
        return WireJson.node(ConvexValue.text(handle())).toString();
    }

    private static Address own(String name, ComponentPath from) {
        return new Address(FunctionPath.parse(name).in(from), FunctionCall.Reach.INTERNAL);
    }

    private static Address ofHandle(String handle) {
        int end = handle.indexOf(';');
        if (end < 0) {
            throw new FunctionError("This is not a function handle: " + handle);
        }
        var component = new ComponentPath(handle.substring(HANDLE.length(), end));
        return own(handle.substring(end + 1), component);
    }

    /** {@code workpool/lib/enqueue}: the component's name, then the function's module and the function. */
    private static Address child(String path, ComponentPath from) {
        int name = path.indexOf('/');
        int function = path.lastIndexOf('/');
        if (name < 0 || function == name) {
            throw new FunctionError("components." + path.replace('/', '.') + " is not a function");
        }
        String module = path.substring(name + 1, function);
        return new Address(
                FunctionPath.parse(module + ":" + path.substring(function + 1)).in(from.child(path.substring(0, name))),
                FunctionCall.Reach.PUBLIC);
    }
}
