package dev.lockstep.convex.state;

import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mutations and actions whose callers still wait, in the order of the calls. */
final class PendingRequests {

    /** A mutation that succeeded, and waits for its effect to be seen. */
    private record Answered(Result result, Timestamp ts) {}

    private static final class Request {
        private final ClientMessage message;
        private boolean sent;
        private Optional<Answered> answered = Optional.empty();

        Request(ClientMessage message) {
            this.message = message;
        }

        boolean isAction() {
            return message instanceof ClientMessage.Action;
        }
    }

    private final Map<RequestId, Request> requests = new LinkedHashMap<>();

    void add(RequestId id, ClientMessage message) {
        requests.put(id, new Request(message));
    }

    /** What was not sent on this socket yet; it counts as sent from now on. */
    List<ClientMessage> takeUnsent() {
        var unsent = new ArrayList<ClientMessage>();
        for (Request request : requests.values()) {
            if (!request.sent) {
                request.sent = true;
                unsent.add(request.message);
            }
        }
        return unsent;
    }

    /** The socket is gone: mutations will be sent again, actions that were sent are lost. */
    List<RequestId> reset() {
        var lost = new ArrayList<RequestId>();
        requests.forEach((id, request) -> {
            if (request.sent && request.isAction()) {
                lost.add(id);
            }
            request.sent = false;
        });
        lost.forEach(requests::remove);
        return lost;
    }

    /** Whether somebody waits for this answer; a repeat of one finds nobody. */
    boolean isOpen(RequestId id) {
        Request request = requests.get(id);
        return request != null && request.answered.isEmpty();
    }

    void close(RequestId id) {
        requests.remove(id);
    }

    /** Keeps a success until its effect can be seen. */
    void keep(RequestId id, Result result, Timestamp ts) {
        requests.get(id).answered = Optional.of(new Answered(result, ts));
    }

    /** The mutations whose effect is in results of this timestamp; they are closed. */
    List<SyncEvent.MutationDone> takeVisible(Timestamp ts) {
        var visible = new ArrayList<SyncEvent.MutationDone>();
        requests.forEach((id, request) -> request.answered
                .filter(answered -> answered.ts().compareTo(ts) <= 0)
                .ifPresent(answered ->
                        visible.add(new SyncEvent.MutationDone(id, answered.result(), Optional.of(answered.ts())))));
        visible.forEach(done -> requests.remove(done.requestId()));
        return visible;
    }

    boolean hasMutations() {
        return requests.values().stream().anyMatch(request -> !request.isAction());
    }
}
