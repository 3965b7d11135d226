package dev.lockstep;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds right after a collection: what a {@code jcmd PID GC.class_histogram} counts, its threads of the
 * platform and its open descriptors.
 *
 * @param heap bytes of living objects
 * @param descriptors -1 where the system does not count them
 * @param classes instances and their bytes, by the class's name as the virtual machine has it, {@code [B} for bytes
 */
record Footprint(long heap, int threads, long descriptors, Map<String, Held> classes) {

    /** Living instances of one class. */
    record Held(long instances, long bytes) {}

    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    /** Collects twice: what the first only finds unreachable, cleaners close before the second. */
    static Footprint take() {
        histogram();
        Map<String, Held> classes = new HashMap<>();
        for (String line : histogram().split("\n")) {
            Matcher held = LINE.matcher(line);
            if (held.matches()) {
                // The same name may be there once for each class loader.
                classes.merge(
                        held.group(3).intern(),
                        new Held(Long.parseLong(held.group(1)), Long.parseLong(held.group(2))),
                        (one, other) -> new Held(one.instances + other.instances, one.bytes + other.bytes));
            }
        }
        long heap = classes.values().stream().mapToLong(Held::bytes).sum();
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : -1;
        return new Footprint(heap, ManagementFactory.getThreadMXBean().getThreadCount(), descriptors, classes);
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("This virtual machine has no class histogram", e);
        }
    }

    /** The same with some classes alone: all of them take two megabytes, which are on the heap that is measured next. */
    Footprint only(Collection<String> types) {
        Map<String, Held> some = new HashMap<>(classes);
        some.keySet().retainAll(types);
        return new Footprint(heap, threads, descriptors, new HashMap<>(some));
    }

    /** Living instances of a class. */
    long of(String type) {
        return classes.getOrDefault(type, new Held(0, 0)).instances;
    }

    /** The classes that hold the most bytes more than before, one a line, with how many instances more. */
    String growthSince(Footprint before, int most) {
        List<String> lines = new ArrayList<>();
        classes.keySet().stream()
                .sorted(Comparator.comparingLong((String type) -> grown(before, type, Held::bytes))
                        .reversed())
                .limit(most)
                .forEach(type -> lines.add("%+,14d bytes %+,10d %s"
                        .formatted(grown(before, type, Held::bytes), grown(before, type, Held::instances), type)));
        return String.join("\n", lines);
    }

    private long grown(Footprint before, String type, ToLongFunction<Held> what) {
        var none = new Held(0, 0);
        return what.applyAsLong(classes.getOrDefault(type, none))
                - what.applyAsLong(before.classes.getOrDefault(type, none));
    }

    /** The figures of the registries, and the whole. */
    String line(Collection<String> types) {
        var text = new StringBuilder(
                "heap %,d KB, %d threads, %d descriptors".formatted(heap / 1024, threads, descriptors));
        types.forEach(type -> text.append(", ").append(of(type)).append(' ').append(type.replaceFirst(".*\\.", "")));
        return text.toString();
    }
}
