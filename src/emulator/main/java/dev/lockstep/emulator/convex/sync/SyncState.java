package dev.lockstep.emulator.convex.sync;

import dev.lockstep.convex.wire.ClientMessage.Modification;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.StateVersion;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.emulator.convex.live.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client has asked for and what it has been told. Two sets of versions: those received, which the client's next
 * message must build on, and those told, which the next Transition begins with. Whatever arrives while a Transition is
 * being computed is folded into the one after it.
 *
 * <pre>
 *   modify, authenticated, answered, invalidated  ->  a Transition is owed
 *   next() gives a Plan when one is owed, none is under way and fewer than two wait to be delivered
 *   complete(answers, ts) gives the Transition; delivered() makes room again
 * </pre>
 *
 * Pure: no clock, no threads, nothing is run. Not thread-safe.
 */
final class SyncState {

    /** A client that reads slowly gets fewer, larger steps instead of a growing queue. */
    static final int MAX_UNDELIVERED = 2;

    /**
     * What the next Transition is to bring.
     *
     * @param queries all subscriptions, whose answers must come from one snapshot
     */
    record Plan(long querySet, long identity, Map<QueryId, Modification.Add> queries, Set<QueryId> removed) {}

    private final Map<QueryId, Modification.Add> queries = new LinkedHashMap<>();
    private final Map<QueryId, Answer> shown = new HashMap<>();
    private Set<QueryId> removed = new LinkedHashSet<>();
    private long querySet;
    private long identity;
    private StateVersion told = StateVersion.INITIAL;
    private boolean owed;
    private @Nullable Plan underWay;
    private int undelivered;

    /** The identity version that the next Authenticate must name. */
    long identity() {
        return identity;
    }

    void modify(ModifyQuerySet change) throws ProtocolBreach {
        if (change.baseVersion() != querySet) {
            throw mismatch(change.baseVersion(), querySet);
        }
        if (change.newVersion() <= querySet) {
            throw ProtocolBreach.fatal(
                    "InvalidNewVersion",
                    "The new version " + change.newVersion() + " must be above the base version " + querySet);
        }
        for (Modification modification : change.modifications()) {
            switch (modification) {
                case Modification.Add add -> {
                    if (queries.putIfAbsent(add.queryId(), add) != null) {
                        throw ProtocolBreach.dropped(
                                "Duplicate query id " + add.queryId().value());
                    }
                }
                case Modification.Remove(QueryId id) -> {
                    if (queries.remove(id) == null) {
                        throw ProtocolBreach.dropped("Remove of unknown query id " + id.value());
                    }
                    removed.add(id);
                }
            }
        }
        querySet = change.newVersion();
        owed = true;
    }

    void checkIdentity(long base) throws ProtocolBreach {
        if (base != identity) {
            throw mismatch(base, identity);
        }
    }

    void authenticated() {
        identity++;
        owed = true;
    }

    /** A mutation or an action was answered: the client waits for a Transition after it. */
    void answered() {
        owed = true;
    }

    void invalidated() {
        owed = true;
    }

    Optional<Plan> next() {
        if (!owed || underWay != null || undelivered >= MAX_UNDELIVERED) {
            return Optional.empty();
        }
        owed = false;
        underWay = new Plan(querySet, identity, new LinkedHashMap<>(queries), removed);
        removed = new LinkedHashSet<>();
        return Optional.of(underWay);
    }

    /** @param answers for every query of the plan that is under way, as of {@code ts} */
    Transition complete(Map<QueryId, Answer> answers, Timestamp ts) {
        Plan plan = underWay;
        if (plan == null) {
            throw new IllegalStateException("Bug: a Transition that nobody planned");
        }
        underWay = null;
        undelivered++;
        var modifications = new ArrayList<ServerMessage.Modification>();
        for (QueryId id : plan.removed()) {
            shown.remove(id);
            if (!plan.queries().containsKey(id)) {
                modifications.add(new ServerMessage.Modification.Removed(id));
            }
        }
        plan.queries().keySet().forEach(id -> tell(id, answers.get(id), modifications));
        var end = new StateVersion(plan.querySet(), plan.identity(), ts.compareTo(told.ts()) > 0 ? ts : told.ts());
        var transition = new Transition(told, end, modifications);
        told = end;
        return transition;
    }

    /** A Transition has left for the client. */
    void delivered() {
        undelivered--;
    }

    private void tell(QueryId id, @Nullable Answer answer, List<ServerMessage.Modification> modifications) {
        if (answer == null) {
            throw new IllegalStateException("Bug: no answer for query " + id.value());
        }
        Answer before = shown.put(id, answer);
        if (before == null || !answer.says(before)) {
            modifications.add(Messages.modification(id, answer));
        }
    }

    private static ProtocolBreach mismatch(long named, long expected) {
        return ProtocolBreach.fatal(
                "BaseVersionMismatch",
                "Base version " + named + " passed up doesn't match the current version " + expected);
    }
}
