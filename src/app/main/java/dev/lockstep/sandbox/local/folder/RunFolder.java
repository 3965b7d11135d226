package dev.lockstep.sandbox.local.folder;

import dev.lockstep.sandbox.process.ProcessLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The folder through which one run's launcher and this application speak; launcher.mjs says what is in it. */
public record RunFolder(Path path) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Makes it, with the first sign of life. */
    public void create(Instant now) throws IOException {
        FileTree.makePrivate(path);
        beat(now);
    }

    /** What the launcher noted at the end; empty while it goes on. */
    public Optional<JsonNode> exit() {
        return json("exit.json");
    }

    /** The launcher that wrote here, when it lives still. */
    public Optional<ProcessHandle> launcher() {
        return json("state.json")
                .flatMap(state -> ProcessHandle.of(state.path("launcher").asLong(0)))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(path.toString()));
    }

    /** What the process was started with. */
    public ProcessLimits limits() {
        return json("state.json")
                .map(state -> new ProcessLimits(
                        state.path("timeMs").isNumber()
                                ? Duration.ofMillis(state.path("timeMs").asLong())
                                : null,
                        state.path("memoryBytes").asLong(),
                        Duration.ofMillis(state.path("heartbeatMs").asLong())))
                .orElse(ProcessLimits.USUAL);
    }

    public boolean isThere() {
        return Files.isDirectory(path);
    }

    public Path segment(int number) {
        return path.resolve("out-" + number + ".log");
    }

    /** Tells the launcher that the application is there. */
    public void beat(Instant now) throws IOException {
        Path file = path.resolve("heartbeat");
        if (!Files.exists(file)) {
            Files.createFile(file, FileTree.PRIVATE_FILE);
        }
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    /** Tells the launcher how long to wait between asking and ending; it looks when it gets a signal. */
    public void grace(Duration grace) {
        try {
            Path draft = path.resolve("stop.json.tmp");
            Files.writeString(
                    draft,
                    "{\"graceMs\":" + grace.toMillis() + "}",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            Files.move(draft, path.resolve("stop.json"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of a run cannot be written", e);
        }
    }

    private Optional<JsonNode> json(String name) {
        try {
            return Optional.of(JSON.readTree(Files.readString(path.resolve(name))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException("The launcher's " + name + " cannot be read", e);
        }
    }
}
