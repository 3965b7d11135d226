package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.call.BuiltIn;
import dev.lockstep.emulator.convex.call.CallObserver;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.HttpCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.deployment.FunctionLog.Origin;
import dev.lockstep.emulator.convex.script.LogLine;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts calls into the deployment's log as they go on and end. The built-in functions leave no trace. Thread-safe. */
final class CallRecorder implements CallObserver {

    private final FunctionLog log;
    private final Installation installation;
    private final Clock clock;

    /** @param installation says of what kind a function is whose call does not */
    CallRecorder(FunctionLog log, Installation installation, Clock clock) {
        this.log = log;
        this.installation = installation;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    Optional<FunctionKind> kind(FunctionPath path) {
        return installation.kind(path);
    }

    /** A call has ended now. */
    void completed(FunctionCall call, Instant start, Origin origin, Outcome outcome) {
        if (call.path().module().startsWith(BuiltIn.PREFIX)) {
            return;
        }
        FunctionKind kind = call.kind().or(() -> kind(call.path())).orElse(FunctionKind.QUERY);
        log.completed(call, kind, start, now(), origin, outcome);
    }

    /** An HTTP action has ended now. */
    void answered(HttpCall http, Instant start, Outcome outcome, int status) {
        log.answered(http.call(), start, now(), outcome, new FunctionLog.HttpSummary(http.title(), status));
    }

    @Override
    public void progressed(FunctionCall call, LogLine line) {
        log.progressed(call, line);
    }

    @Override
    public Outcome observed(FunctionCall call, Supplier<Outcome> run) {
        Instant start = now();
        Outcome outcome = run.get();
        completed(call, start, Origin.ACTION, outcome);
        return outcome;
    }
}
