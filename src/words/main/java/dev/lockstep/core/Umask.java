package dev.lockstep.core;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's mask of permissions, for which Java has no call. Asked by reflection: the interface to native functions
 * is final since Java 22, and this is compiled for 21, which has it too. Stateless.
 */
final class Umask {

    private static final Logger LOG = LoggerFactory.getLogger(Umask.class);
    private static final String FOREIGN = "java.lang.foreign.";

    private Umask() {}

    /**
     * From now on new files of this process and its children lack these permissions. Changes nothing where there is no
     * such thing, on Windows, or where native functions may not be called.
     *
     * @param mask as {@code umask(2)} takes it
     */
    static void set(int mask) {
        try {
            umask().invoke(mask);
        } catch (Throwable e) {
            LOG.debug("New files have the permissions that this process was started with", e);
        }
    }

    /** {@code Linker.nativeLinker().downcallHandle(defaultLookup().find("umask"), FunctionDescriptor.of(INT, INT))} */
    private static MethodHandle umask() throws ReflectiveOperationException {
        Class<?> linkers = Class.forName(FOREIGN + "Linker");
        Class<?> layouts = Class.forName(FOREIGN + "MemoryLayout");
        Class<?> descriptors = Class.forName(FOREIGN + "FunctionDescriptor");
        Object integer =
                Class.forName(FOREIGN + "ValueLayout").getField("JAVA_INT").get(null);
        Object arguments = Array.newInstance(layouts, 1);
        Array.set(arguments, 0, integer);
        Object descriptor =
                descriptors.getMethod("of", layouts, arguments.getClass()).invoke(null, integer, arguments);
        Object linker = linkers.getMethod("nativeLinker").invoke(null);
        Object lookup = linkers.getMethod("defaultLookup").invoke(linker);
        Method find = Class.forName(FOREIGN + "SymbolLookup").getMethod("find", String.class);
        Object address = ((Optional<?>) find.invoke(lookup, "umask")).orElseThrow();
        Object options = Array.newInstance(Class.forName(FOREIGN + "Linker$Option"), 0);
        return (MethodHandle) linkers.getMethod(
                        "downcallHandle", Class.forName(FOREIGN + "MemorySegment"), descriptors, options.getClass())
                .invoke(linker, address, descriptor, options);
    }
}
