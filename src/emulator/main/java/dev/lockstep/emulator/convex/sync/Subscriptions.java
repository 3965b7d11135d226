package dev.lockstep.emulator.convex.sync;

import dev.lockstep.convex.wire.ClientMessage.Modification.Add;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.deployment.Calls;
import dev.lockstep.emulator.convex.live.Answer;
import dev.lockstep.emulator.convex.live.LiveQueries;
import dev.lockstep.emulator.convex.live.LiveQuery;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session's subscriptions as live queries of the identity it has now. Used under the session's lock. */
final class Subscriptions {

    /** A subscription that runs, or one that cannot and says why. */
    private record Bound(
            Identity identity,
            @Nullable LiveQuery query,
            @Nullable Answer refused) {}

    private final LiveQueries live;
    private final Calls calls;
    private final Runnable stale;
    private final Map<QueryId, Bound> bound = new HashMap<>();
    private final Map<QueryId, String> journals = new HashMap<>();

    /** @param stale called when an answer may have changed */
    Subscriptions(LiveQueries live, Calls calls, Runnable stale) {
        this.live = live;
        this.calls = calls;
        this.stale = stale;
    }

    /** All answers as of a snapshot. Subscriptions that are not asked for any more end. */
    Map<QueryId, CompletableFuture<Answer>> answers(Map<QueryId, Add> asked, Caller caller, Snapshot snapshot) {
        List.copyOf(bound.keySet()).stream()
                .filter(id -> !asked.containsKey(id))
                .forEach(this::forget);
        Map<QueryId, CompletableFuture<Answer>> answers = new HashMap<>();
        asked.forEach((id, add) -> {
            Bound one = bound.get(id);
            if (one == null || !one.identity.equals(caller.identity())) {
                unsubscribe(one);
                one = bind(add, caller);
                bound.put(id, one);
            }
            answers.put(id, answer(one, snapshot));
        });
        return answers;
    }

    /** Keeps where a page ended, for when the same subscription continues under another identity. */
    void answered(Map<QueryId, Answer> answers) {
        answers.forEach((id, answer) -> answer.journal().ifPresent(journal -> journals.put(id, journal)));
    }

    void end() {
        List.copyOf(bound.keySet()).forEach(this::forget);
    }

    private void forget(QueryId id) {
        unsubscribe(bound.remove(id));
        journals.remove(id);
    }

    private void unsubscribe(@Nullable Bound one) {
        if (one != null && one.query != null) {
            live.unsubscribe(one.query, stale);
        }
    }

    private Bound bind(Add add, Caller caller) {
        String requestId = calls.newRequestId();
        try {
            FunctionCall call =
                    caller.call(add.udfPath(), add.args(), add.componentPath(), FunctionKind.QUERY, requestId);
            Optional<String> journal =
                    Optional.ofNullable(journals.get(add.queryId())).or(add::journal);
            return new Bound(caller.identity(), live.subscribe(call, journal, stale), null);
        } catch (Refusal e) {
            var failure = new Outcome.Failure(e.message(), Optional.empty(), List.of());
            return new Bound(caller.identity(), null, new Answer(failure, Optional.empty(), requestId));
        }
    }

    private CompletableFuture<Answer> answer(Bound one, Snapshot snapshot) {
        return one.query == null ? CompletableFuture.completedFuture(one.refused) : live.at(one.query, snapshot);
    }
}
