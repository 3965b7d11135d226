package dev.lockstep.emulator.convex.node;

import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.program.NodeProgram;
import dev.lockstep.emulator.convex.program.PipeReaders;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.script.ScriptHost;
import dev.lockstep.emulator.convex.script.StackFrames;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One child process with the modules of one code version. Runs any number of calls at once; a call that runs out of time
 * ends the whole child, since nothing else stops a loop in it. One virtual thread reads what it says, another what it and
 * the programs that it starts print: that becomes log lines of the one call that runs, or of this application.
 */
final class NodeChild implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeChild.class);
    private static final int MOST_LINES = 256;
    private static final String HARNESS = "harness.mjs";
    private static final String MODULES = "convex";
    private static final String ENDED = "The Node process ended before the function did";

    private record Call(ScriptHost host, List<LogLine> lines, CompletableFuture<String> result) {}

    private final CodeVersion code;
    private final Clock clock;
    private final Executor threads;
    private final Process process;
    private final Writer in;
    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
    private final AtomicInteger lastCall = new AtomicInteger();
    private volatile boolean ending;
    private volatile boolean ended;

    private NodeChild(Process process, CodeVersion code, Clock clock, Executor threads) {
        this.process = process;
        this.code = code;
        this.clock = clock;
        this.threads = threads;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        PipeReaders.start("convex-node", this::read);
        PipeReaders.start("convex-node-printed", () -> new PrintedLines(this::printed).read(process.getErrorStream()));
    }

    /** @param folder is written anew */
    static NodeChild start(NodeProgram program, Path folder, CodeVersion code, Clock clock, Executor threads) {
        try {
            Path modules = folder.resolve(MODULES);
            for (PushedModule module : code.modules().values()) {
                if (module.environment() == PushedModule.Environment.NODE) {
                    Path file = modules.resolve(module.path()).normalize();
                    if (!file.startsWith(modules)) {
                        throw new FunctionError("A module's path leads out of its folder: " + module.path());
                    }
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, module.source());
                }
            }
            Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
            Path harness = folder.resolve(HARNESS);
            try (InputStream script = NodeChild.class.getResourceAsStream(HARNESS)) {
                if (script == null) {
                    throw new IllegalStateException("Bug: " + HARNESS + " is not in the jar");
                }
                Files.write(harness, script.readAllBytes());
            }
            var child = new NodeChild(program.start(folder, HARNESS, modules, code), code, clock, threads);
            ObjectNode environment = WireJson.object().put("type", "environment");
            environment.set("variables", WireJson.object(code.environment()));
            child.say(environment);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Node could not be started", e);
        }
    }

    boolean isAlive() {
        return process.isAlive() && !ending;
    }

    /** Takes no more calls, and ends with the last of those there are. */
    void endWhenIdle() {
        ending = true;
        if (calls.isEmpty()) {
            close();
        }
    }

    /**
     * Sends a message that is answered once.
     *
     * @return the answer as JSON
     */
    String run(ObjectNode message, ScriptHost host, List<LogLine> lines, Duration limit) throws ScriptError {
        int id = lastCall.incrementAndGet();
        var call = new Call(host, lines, new CompletableFuture<>());
        calls.put(id, call);
        try {
            if (ended) {
                throw ScriptError.of(ENDED, null);
            }
            say(message.put("call", id));
            return call.result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            close();
            throw ScriptError.of("Function execution timed out (maximum duration: " + limit.toSeconds() + "s)", null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScriptError error) {
                throw error;
            }
            throw ScriptError.of(ENDED, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ScriptError.of("The function was interrupted", null);
        } finally {
            calls.remove(id);
            if (ending && calls.isEmpty()) {
                close();
            }
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void say(ObjectNode message) {
        synchronized (in) {
            try {
                in.write(message + "\n");
                in.flush();
            } catch (IOException e) {
                throw new FunctionError(ENDED);
            }
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                heard(WireJson.parse(line));
            }
        } catch (IOException e) {
            LOG.debug("A Node process was ended", e);
        } catch (RuntimeException e) {
            // Whatever writes to its descriptor besides the harness is the function's code: nothing that follows
            // counts.
            LOG.warn("A Node process said what is no message, and is ended: {}", e.getMessage());
        }
        ending = true;
        ended = true;
        close();
        var gone = new IllegalStateException(ENDED);
        calls.values().forEach(call -> call.result.completeExceptionally(gone));
    }

    private void printed(String text) {
        List<Call> running = List.copyOf(calls.values());
        if (running.size() != 1) {
            LOG.info("A function that says \"use node\" printed: {}", text);
            return;
        }
        List<LogLine> lines = running.getFirst().lines;
        synchronized (lines) {
            if (lines.size() < MOST_LINES) {
                lines.add(LogLine.of(LogLine.Level.LOG, "'" + text + "'", clock.instant()));
            }
        }
    }

    private void heard(JsonNode message) {
        Call call = calls.get(message.path("call").asInt(0));
        if (call == null) {
            return;
        }
        switch (message.path("type").asString("")) {
            case "log" -> {
                var level = LogLine.Level.valueOf(message.path("level").asString("LOG"));
                synchronized (call.lines) {
                    call.lines.add(LogLine.of(level, message.path("message").asString(""), clock.instant()));
                }
            }
            case "done" -> call.result.complete(message.path("result").asString("null"));
            case "failed" -> call.result.completeExceptionally(error(message.path("error")));
            // Functions that it calls must not hold up what it says next.
            case "syscall" -> threads.execute(() -> answer(call, message));
            default -> throw new IllegalStateException("Bug: the harness said " + message.path("type"));
        }
    }

    private void answer(Call call, JsonNode message) {
        ObjectNode answer = WireJson.object()
                .put("type", "answer")
                .put("id", message.path("id").asInt());
        try {
            JsonNode arguments = WireJson.parse(message.path("json").asString("null"));
            String json = switch (call.host.asyncSyscall(message.path("op").asString(""), arguments)) {
                case ScriptHost.Answer.Now(String now) -> now;
                case ScriptHost.Answer.Later(var later) -> later.join();
            };
            answer.put("json", json);
        } catch (RuntimeException e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            ObjectNode error = answer.putObject("error").put("message", String.valueOf(cause.getMessage()));
            if (cause instanceof FunctionError known) {
                known.data().ifPresent(data -> error.set("data", WireJson.parse(data)));
            }
        }
        say(answer);
    }

    private ScriptError error(JsonNode error) {
        String message = error.path("message").asString("Uncaught Error");
        String frames = StackFrames.of(error.path("stack").asString(""), code);
        return ScriptError.of(
                frames.isEmpty() ? message : message + "\n" + frames,
                error.path("data").asString(null));
    }
}
