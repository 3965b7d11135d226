package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.crypto.CryptoFailure;
import dev.lockstep.emulator.convex.crypto.WebCrypto;
import dev.lockstep.emulator.convex.script.ScriptHost.Answer;
import dev.lockstep.emulator.convex.script.worker.Frame;
import dev.lockstep.emulator.convex.script.worker.WorkerGone;
import dev.lockstep.emulator.convex.script.worker.WorkerProcess;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One call in a worker, from its begin to its end: answers what its code asks for, on the thread of the call. An answer is
 * {@code 0} and JSON, a failure {@code 1} and a described error, so that errors arrive as JavaScript's own and nothing of
 * Java leaks.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private static final int MAX_LOG_LINES = 256;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Set<Integer> ENDS = Set.of(Frame.DONE, Frame.STUCK, Frame.UNPREPARED);
    private static final String CRYPTO = "crypto/";

    private final Worker worker;
    private final int call;
    private final ScriptHost host;
    private final List<LogLine> lines;
    private final CallTime time;
    private final Clock clock;
    private @Nullable RuntimeException fault;

    Conversation(Worker worker, int call, ScriptHost host, List<LogLine> lines, CallTime time, Clock clock) {
        this.worker = worker;
        this.call = call;
        this.host = host;
        this.lines = lines;
        this.time = time;
        this.clock = clock;
    }

    /**
     * Goes on until the call has ended.
     *
     * @return {@link Frame#DONE}, {@link Frame#STUCK} or {@link Frame#UNPREPARED}; null when its time was over
     * @throws WorkerGone when the process ended
     * @throws RuntimeException the host's own fault
     */
    @Nullable
    Frame run(String begin) {
        worker.open(call);
        try {
            worker.send(new Frame(Frame.BEGIN, call, 0, begin));
            for (; ; ) {
                Frame frame = worker.next(call, time).orElse(null);
                if (frame == null) {
                    abandon();
                    return null;
                }
                if (ENDS.contains(frame.kind())) {
                    check();
                    return frame;
                }
                hear(frame);
            }
        } finally {
            worker.close(call);
        }
    }

    /** Nobody waits for the call any more. A process that does not hear that computes for ever, and is ended. */
    private void abandon() {
        worker.send(new Frame(Frame.END, call, 0, ""));
        var patience = CallTime.elapsing(LAST_WORDS);
        for (; ; ) {
            Frame frame = worker.next(call, patience).orElse(null);
            if (frame == null) {
                worker.process().end(WorkerProcess.Ending.TIME);
                return;
            }
            if (ENDS.contains(frame.kind())) {
                return;
            }
        }
    }

    private void check() {
        if (fault != null) {
            throw fault;
        }
    }

    private void hear(Frame frame) {
        switch (frame.kind()) {
            case Frame.SYSCALL -> answer(frame, true);
            case Frame.ASK -> answer(frame, false);
            case Frame.LOG -> log(head(frame), body(frame));
            case Frame.USED_TIME -> host.usedTime();
            case Frame.UNREAD -> unread(frame.text());
            default -> throw new IllegalStateException("Bug: a worker said " + frame.kind());
        }
    }

    private void unread(String report) {
        try {
            host.unread(report);
        } catch (RuntimeException e) {
            // Nobody waits for an answer; what it read before was too much.
            fault = fault == null ? e : fault;
        }
    }

    private static String head(Frame frame) {
        return frame.text().substring(0, frame.text().indexOf('\n'));
    }

    private static String body(Frame frame) {
        return frame.text().substring(frame.text().indexOf('\n') + 1);
    }

    private void answer(Frame frame, boolean isSync) {
        Answer answer;
        try {
            answer = ask(head(frame), body(frame), isSync);
        } catch (FunctionError | Refusal e) {
            reply(frame, failure(e));
            return;
        } catch (RuntimeException e) {
            // The emulator's own fault ends the call, whatever code does that catches this.
            fault = fault == null ? e : fault;
            reply(frame, failure(new FunctionError(Refusal.FAULT)));
            return;
        }
        switch (answer) {
            case Answer.Now(String json) -> reply(frame, "0" + json);
            case Answer.Later(CompletableFuture<String> json) ->
                json.whenComplete((done, error) -> reply(frame, error == null ? "0" + done : failure(error)));
        }
    }

    /** Who asked with a number goes on meanwhile, and who did not waits. */
    private void reply(Frame asked, String envelope) {
        int kind = asked.number() == 0 ? Frame.ANSWER : Frame.SETTLE;
        try {
            worker.send(new Frame(kind, call, asked.number(), envelope));
        } catch (WorkerGone e) {
            // Whoever waits for the call hears that as well.
            LOG.debug("An answer came too late", e);
        }
    }

    private Answer ask(String operation, String text, boolean isSync) {
        JsonNode arguments = json(text);
        if (operation.startsWith(CRYPTO)) {
            return new Answer.Now(crypto(operation.substring(CRYPTO.length()), arguments));
        }
        if (isSync) {
            return new Answer.Now(host.syscall(operation, arguments));
        }
        return operation.equals("fetch") ? host.fetch(arguments) : host.asyncSyscall(operation, arguments);
    }

    private static String crypto(String operation, JsonNode request) {
        var answer = WireJson.object();
        try {
            answer.set("value", WireJson.parse(WebCrypto.answer(operation, request)));
        } catch (CryptoFailure e) {
            answer.putObject("failure").put("name", e.name()).put("message", e.getMessage());
        }
        return answer.toString();
    }

    private static JsonNode json(String text) {
        try {
            return WireJson.parse(text);
        } catch (Refusal e) {
            throw new FunctionError("Argument 2 of this call must be JSON");
        }
    }

    private void log(String level, String message) {
        if (lines.size() < MAX_LOG_LINES) {
            lines.add(LogLine.of(LogLine.Level.valueOf(level), message, clock.instant()));
        } else if (lines.size() == MAX_LOG_LINES) {
            String overflow = "Log overflow (maximum " + MAX_LOG_LINES + "). Remaining log lines omitted.";
            lines.add(LogLine.of(LogLine.Level.ERROR, overflow, clock.instant()));
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
