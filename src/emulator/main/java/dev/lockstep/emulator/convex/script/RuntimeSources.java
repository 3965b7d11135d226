package dev.lockstep.emulator.convex.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Source;

/** The JavaScript that stands around functions, read once; the engine keeps it parsed. Immutable. */
final class RuntimeSources {

    private static final List<String> PARTS = List.of("bodies", "events", "fetch", "streams", "subtle", "text", "url");

    private final Source runtime = source("runtime");
    private final Source web = source("web");
    private final Map<String, Source> parts =
            PARTS.stream().collect(Collectors.toMap(Function.identity(), RuntimeSources::source));

    Source runtime() {
        return runtime;
    }

    Source web() {
        return web;
    }

    /** One of the parts that {@code web.js} asks for when code first names something of it. */
    Source part(String name) {
        Source part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("Bug: the web shims have no part " + name);
        }
        return part;
    }

    private static Source source(String name) {
        try (InputStream in = RuntimeSources.class.getResourceAsStream(name + ".js")) {
            if (in == null) {
                throw new IllegalStateException("Bug: " + name + ".js is not in the jar");
            }
            return Source.newBuilder("js", new String(in.readAllBytes(), StandardCharsets.UTF_8), name + ".js")
                    .internal(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
