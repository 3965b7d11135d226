package dev.lockstep.emulator.convex.sync;

import dev.lockstep.convex.wire.ClientMessage.Action;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.deployment.Calls;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.RequestNames;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session's mutations and actions while they wait and run. Thread-safe. */
final class Requests {

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    /** How many actions may run at once. */
    static final int MAX_ACTIONS = 1000;

    private final Calls calls;
    private final Executor threads;
    private final Consumer<ServerMessage> reply;
    private final Consumer<Throwable> failed;
    private final Mutations mutations;
    private final AtomicInteger actions = new AtomicInteger();

    /**
     * @param reply takes each answer, on the thread that ran the function
     * @param failed takes what is not the function's failure and ends the session
     */
    Requests(Calls calls, Executor threads, Consumer<ServerMessage> reply, Consumer<Throwable> failed) {
        this.calls = calls;
        this.threads = threads;
        this.reply = reply;
        this.failed = failed;
        this.mutations = new Mutations(threads);
    }

    /** False when too many wait. */
    boolean mutate(Mutation message, Caller by, UUID session) {
        String requestId = RequestNames.of(session, message.requestId().value());
        return mutations.add(() -> answer(() -> {
            Outcome outcome = outcome(requestId, () -> {
                FunctionCall call = by.call(
                        message.udfPath(), message.args(), message.componentPath(), FunctionKind.MUTATION, requestId);
                return calls.mutate(call, session, message.requestId().value());
            });
            return Messages.mutation(message.requestId(), requestId, outcome);
        }));
    }

    /** False when too many run. */
    boolean act(Action message, Caller by, UUID session) {
        if (actions.incrementAndGet() > MAX_ACTIONS) {
            return false;
        }
        String requestId = RequestNames.of(session, message.requestId().value());
        threads.execute(() -> {
            answer(() -> {
                Outcome outcome = outcome(
                        requestId,
                        () -> calls.act(by.call(
                                message.udfPath(),
                                message.args(),
                                message.componentPath(),
                                FunctionKind.ACTION,
                                requestId)));
                return Messages.action(message.requestId(), requestId, outcome);
            });
            actions.decrementAndGet();
        });
        return true;
    }

    /** What waits will not run. */
    void end() {
        mutations.end();
    }

    private void answer(Supplier<ServerMessage> work) {
        try {
            reply.accept(work.get());
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    /**
     * What the caller did wrong is the function's failure; what may be over soon ends the session instead. A fault of the
     * emulator's own is the function's failure, too: a client that is cut off comes back with the same call, which would
     * fail for ever and hold up all that the client wants besides.
     */
    private static Outcome outcome(String requestId, Supplier<Outcome> work) {
        try {
            return work.get();
        } catch (Refusal e) {
            if (e.isTransient()) {
                throw e;
            }
            return new Outcome.Failure(e.message(), Optional.empty(), List.of());
        } catch (RuntimeException e) {
            LOG.error("The Convex emulator failed at request {} of a socket: {}", requestId, e.toString());
            LOG.debug("The Convex emulator failed at request {} of a socket", requestId, e);
            return new Outcome.Failure(Refusal.FAULT, Optional.empty(), List.of());
        }
    }
}
