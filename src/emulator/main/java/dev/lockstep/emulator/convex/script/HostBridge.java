package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.script.ScriptHost.Answer;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The functions that {@code runtime.js} is handed. Only texts and numbers cross: an answer is {@code 0} and JSON, a
 * failure {@code 1} and a described error, so that errors arrive as JavaScript's own and nothing of Java leaks.
 */
final class HostBridge {

    private static final int MAX_LOG_LINES = 256;
    private static final Duration LONGEST_TIMER = Duration.ofMinutes(30);

    private final Supplier<Execution> current;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final SecureRandom random = new SecureRandom();

    HostBridge(Supplier<Execution> current, Clock clock, ScheduledExecutorService timer) {
        this.current = current;
        this.clock = clock;
        this.timer = timer;
    }

    /** The functions, for more to be added. */
    Map<String, Object> functions() {
        return new HashMap<>(Map.of(
                "syscall",
                        (ProxyExecutable) args ->
                                answer(host -> new Answer.Now(host.syscall(text(args, 0), json(args, 1)))),
                "asyncSyscall",
                        (ProxyExecutable) args -> answer(host -> host.asyncSyscall(text(args, 0), json(args, 1))),
                "fetch", (ProxyExecutable) args -> answer(host -> host.fetch(json(args, 0))),
                "timer", (ProxyExecutable) args -> startTimer(args[0].asDouble()),
                "usedTime", (ProxyExecutable) args -> usedTime(),
                "now", (ProxyExecutable) args -> (double) clock.millis(),
                "randomBytes", (ProxyExecutable) args -> randomBytes(args[0].asInt()),
                "log", (ProxyExecutable) args -> log(args[0].asString(), args[1].asString()),
                "done", (ProxyExecutable) args -> finish(args[0].asString())));
    }

    private ScriptHost host() {
        return current.get().host();
    }

    private @Nullable Object usedTime() {
        host().usedTime();
        return null;
    }

    private @Nullable Object finish(String envelope) {
        current.get().finish(envelope);
        return null;
    }

    private @Nullable Object log(String level, String message) {
        List<LogLine> lines = current.get().lines();
        if (lines.size() < MAX_LOG_LINES) {
            lines.add(LogLine.of(LogLine.Level.valueOf(level), message, clock.instant()));
        } else if (lines.size() == MAX_LOG_LINES) {
            String overflow = "Log overflow (maximum " + MAX_LOG_LINES + "). Remaining log lines omitted.";
            lines.add(LogLine.of(LogLine.Level.ERROR, overflow, clock.instant()));
        }
        return null;
    }

    private Object startTimer(double millis) {
        Execution execution = current.get();
        int id = execution.expect();
        long delay = (long) Math.min(millis, LONGEST_TIMER.toMillis());
        timer.schedule(() -> execution.settle(id, "0null"), delay, TimeUnit.MILLISECONDS);
        return id;
    }

    private String randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String text(Value[] args, int index) {
        if (index >= args.length || !args[index].isString()) {
            throw new FunctionError("Argument " + (index + 1) + " of this call must be a text");
        }
        return args[index].asString();
    }

    private static JsonNode json(Value[] args, int index) {
        String text = text(args, index);
        try {
            return WireJson.parse(text);
        } catch (Refusal e) {
            throw new FunctionError("Argument " + (index + 1) + " of this call must be JSON");
        }
    }

    private Object answer(Function<ScriptHost, Answer> question) {
        try {
            return switch (current.get().asking(question)) {
                case Answer.Now(String json) -> "0" + json;
                case Answer.Later(var json) -> {
                    Execution execution = current.get();
                    int id = execution.expect();
                    json.whenComplete(
                            (done, error) -> execution.settle(id, error == null ? "0" + done : failure(error)));
                    yield id;
                }
            };
        } catch (FunctionError | Refusal e) {
            return failure(e);
        } catch (RuntimeException e) {
            // The emulator's own fault ends the call, whatever code does that catches this.
            current.get().fail(e);
            return failure(new FunctionError(Refusal.FAULT));
        }
    }

    private static String failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        var json = WireJson.object().put("message", String.valueOf(cause.getMessage()));
        if (cause instanceof FunctionError known) {
            known.data().ifPresent(data -> json.set("data", WireJson.parse(data)));
        }
        return "1" + json;
    }
}
