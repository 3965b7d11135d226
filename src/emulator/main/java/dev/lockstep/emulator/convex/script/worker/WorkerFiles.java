package dev.lockstep.emulator.convex.script.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The scripts that workers run, in a folder of this process. */
final class WorkerFiles implements AutoCloseable {

    static final String SCRIPT = "engine.mjs";

    private static final List<String> SOURCES = List.of(
            SCRIPT,
            "frames.mjs",
            "state.mjs",
            "world.mjs",
            "bodies.js",
            "codec.js",
            "events.js",
            "fetch.js",
            "guard.js",
            "prelude.js",
            "runtime.js",
            "streams.js",
            "subtle.js",
            "text.js",
            "url.js",
            "web.js");

    /** The parser that {@code state.mjs} reads modules with. */
    private static final String PARSER = "/META-INF/resources/webjars/acorn/8.15.0/dist/acorn.mjs";

    private final Path folder;

    WorkerFiles() {
        try {
            folder = Files.createTempDirectory("lockstep-functions").toRealPath();
            for (String name : SOURCES) {
                write(name, "/dev/lockstep/emulator/convex/script/" + name);
            }
            write("acorn.mjs", PARSER);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The scripts that run functions cannot be written to the temporary folder", e);
        }
    }

    Path folder() {
        return folder;
    }

    private void write(String name, String resource) throws IOException {
        try (InputStream in = WorkerFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Bug: " + resource + " is not in the jar");
            }
            Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be deleted", e);
        }
    }
}
