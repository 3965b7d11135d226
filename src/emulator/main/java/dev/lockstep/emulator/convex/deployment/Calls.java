package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.call.BuiltIn;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.FunctionRunner;
import dev.lockstep.emulator.convex.call.HttpCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.call.QueryRun;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.deployment.FunctionLog.Origin;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Calls of a deployment's functions from outside: each waits for a first push that is expected, is refused while the
 * deployment is paused, and is logged. Runs them on the thread that asks. Thread-safe.
 */
public final class Calls {

    private final FunctionRunner runner;
    private final SessionRequests sessionRequests;
    private final Standing standing;
    private final FirstPush firstPush;
    private final CallRecorder recorder;
    private final RandomGenerator random;

    /** @param random thread-safe; names requests */
    Calls(
            FunctionRunner runner,
            SessionRequests sessionRequests,
            Admission admission,
            CallRecorder recorder,
            RandomGenerator random) {
        this.runner = runner;
        this.sessionRequests = sessionRequests;
        this.standing = admission.standing();
        this.firstPush = admission.firstPush();
        this.recorder = recorder;
        this.random = random;
    }

    /** What decides whether and when a call may begin. */
    record Admission(Standing standing, FirstPush firstPush) {}

    /** 16 hex digits that name a request in errors and logs. */
    public String newRequestId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public Outcome run(FunctionCall call) {
        return run(call, Optional.empty());
    }

    /** @param snapshot what a query reads; empty for the latest */
    public Outcome run(FunctionCall call, Optional<Snapshot> snapshot) {
        awaitCode(call);
        Instant start = recorder.now();
        Outcome outcome = standing.refusal(call)
                .orElseGet(() -> snapshot.map(past -> runner.run(call, past)).orElseGet(() -> runner.run(call)));
        recorder.completed(call, start, Origin.HTTP, outcome);
        return outcome;
    }

    /** Runs an action for a client on a socket. */
    public Outcome act(FunctionCall call) {
        firstPush.await();
        Instant start = recorder.now();
        Outcome outcome = standing.refusal(call).orElseGet(() -> runner.run(call));
        recorder.completed(call, start, Origin.SOCKET, outcome);
        return outcome;
    }

    /** Runs an HTTP action; its answer goes to the reply as it is made. */
    public Outcome runHttp(HttpCall call, HttpCall.Reply reply) {
        firstPush.await();
        Instant start = recorder.now();
        var noted = new NotedReply(reply);
        Outcome outcome = standing.isPaused() ? standing.refusal() : runner.runHttp(call, noted);
        recorder.answered(call, start, outcome, outcome instanceof Outcome.Success ? noted.status() : 500);
        return outcome;
    }

    /**
     * Runs a mutation that a client may send again.
     *
     * @param session the client's
     * @param request counts the client's requests
     * @return what happened the first time, if this is not it
     */
    public Outcome mutate(FunctionCall call, UUID session, long request) {
        firstPush.await();
        Optional<Outcome> refusal = standing.refusal(call);
        if (refusal.isPresent()) {
            // What was done before the pause was done, and its client must hear so.
            return sessionRequests.ended(session, request).orElseGet(refusal::get);
        }
        Instant start = recorder.now();
        SessionRequests.Done done = sessionRequests.run(call, session, request);
        if (!done.isRepeated()) {
            recorder.completed(call, start, Origin.SOCKET, done.outcome());
        }
        return done.outcome();
    }

    /** Runs a query that somebody is subscribed to. */
    QueryRun runLive(FunctionCall call, Snapshot snapshot, Optional<String> journal) {
        awaitCode(call);
        Instant start = recorder.now();
        QueryRun run = standing.refusal(call)
                .map(refused -> new QueryRun(refused, Map.of(), journal, false))
                .orElseGet(() -> runner.runQuery(call, snapshot, journal));
        recorder.completed(call, start, Origin.SOCKET, run.outcome());
        return run;
    }

    /** Whether functions that are due have to wait. */
    boolean isPaused() {
        return standing.isPaused();
    }

    boolean isAction(FunctionPath path) {
        return recorder.kind(path).filter(FunctionKind.ACTION::equals).isPresent();
    }

    /** A call that the scheduler made has ended now. */
    void scheduled(FunctionCall call, Instant start, Outcome outcome) {
        recorder.completed(call, start, Origin.SCHEDULER, outcome);
    }

    /** The built-in functions are there without a push. */
    private void awaitCode(FunctionCall call) {
        if (!call.path().module().startsWith(BuiltIn.PREFIX)) {
            firstPush.await();
        }
    }
}
