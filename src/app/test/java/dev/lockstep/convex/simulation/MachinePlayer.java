package dev.lockstep.convex.simulation;

import dev.lockstep.convex.state.SyncEvent;
import dev.lockstep.convex.state.SyncMachine;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.MutationResponse;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.StateVersion;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.convex.wire.WireCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The machine as a player: its driver without threads. May lack one rule.
 *
 * <p>Holds who listens and who waits; does not hold a socket. Not thread-safe.
 */
final class MachinePlayer implements Player {

    private static final long ID_STRIDE = 10_000;

    private final SyncMachine machine = new SyncMachine(new UUID(1, 2));
    private final @Nullable Rule broken;
    private final Map<QueryId, List<Consumer<Result>>> listeners = new HashMap<>();
    private final Map<QueryId, Result> last = new HashMap<>();
    private final Map<RequestId, BiConsumer<Result, Optional<Timestamp>>> waiting = new HashMap<>();
    private final Map<RequestId, BiConsumer<Result, Optional<Timestamp>>> everybody = new HashMap<>();
    private StateVersion version = StateVersion.INITIAL;
    private Optional<String> closeReason = Optional.empty();
    private boolean greeting;
    private int sockets;
    private int freshTokens;

    MachinePlayer() {
        this(null);
    }

    MachinePlayer(@Nullable Rule broken) {
        this.broken = broken;
    }

    @Override
    public Runnable subscribe(String path, Obj args, Consumer<Result> listener) {
        QueryId id = machine.subscribe(path, args);
        listeners.computeIfAbsent(id, fresh -> new ArrayList<>()).add(listener);
        Optional.ofNullable(last.get(id)).ifPresent(listener);
        return () -> {
            listeners.get(id).remove(listener);
            machine.unsubscribe(id);
        };
    }

    @Override
    public void mutation(String path, Obj args, BiConsumer<Result, Optional<Timestamp>> done) {
        RequestId id = machine.mutation(path, args);
        waiting.put(id, done);
        everybody.put(id, done);
    }

    @Override
    public void action(String path, Obj args, Consumer<Result> done) {
        RequestId id = machine.action(path, args);
        waiting.put(id, (result, ts) -> done.accept(result));
    }

    @Override
    public void authenticate(Token token) {
        machine.authenticate(token);
    }

    @Override
    public void opened() {
        machine.opened(closeReason, OptionalLong.empty());
        version = StateVersion.INITIAL;
        greeting = sockets++ > 0;
    }

    @Override
    public void closed(String reason) {
        closeReason = Optional.of(reason);
        machine.closed();
        tell();
    }

    @Override
    public Optional<String> received(String text) {
        machine.received(asHeard(text));
        return tell();
    }

    private String asHeard(String text) {
        ServerMessage message = WireCodec.decodeServer(text);
        if (broken == Rule.CHECKS_VERSIONS && message instanceof Transition(var start, var end, var news)) {
            var unchecked = new Transition(version, end, news);
            version = end;
            return WireCodec.encode(unchecked);
        }
        if (broken == Rule.KEEPS_REQUEST_IDS && message instanceof MutationResponse response) {
            return named(response);
        }
        if (message instanceof MutationResponse(var id, var result, var ts, var lines) && everybody.containsKey(id)) {
            boolean early = broken == Rule.ENDS_MUTATIONS_WHEN_THEY_CAN_BE_SEEN && waiting.remove(id) != null;
            boolean again = broken == Rule.IGNORES_REPEATED_ANSWERS && !waiting.containsKey(id);
            if (early || again) {
                everybody.get(id).accept(result, ts);
            }
        }
        return text;
    }

    /** @return why the socket must be closed, if it must */
    private Optional<String> tell() {
        Optional<String> trouble = Optional.empty();
        for (SyncEvent event : machine.takeEvents()) {
            switch (event) {
                case SyncEvent.QueryResult(var id, var result, var ts) -> {
                    last.put(id, result);
                    List.copyOf(listeners.getOrDefault(id, List.of())).forEach(one -> one.accept(result));
                }
                case SyncEvent.MutationDone(var id, var result, var ts) -> end(id, result, ts);
                case SyncEvent.ActionDone(var id, var result) -> end(id, result, Optional.empty());
                case SyncEvent.ActionLost(var id) -> {
                    if (broken != Rule.TELLS_OF_LOST_ACTIONS) {
                        end(id, Functions.failure("Lost"), Optional.empty());
                    }
                }
                case SyncEvent.CaughtUp caughtUp -> {}
                case SyncEvent.TokenRefused(var error) -> {
                    trouble = Optional.of("AuthUpdateFailed");
                    machine.authenticate(new Token.User("ada.fresh" + ++freshTokens));
                }
                case SyncEvent.Reconnect(var reason) -> trouble = Optional.of(reason);
                case SyncEvent.Fatal(var error) -> throw new AssertionError(error);
            }
        }
        return trouble;
    }

    private void end(RequestId id, Result result, Optional<Timestamp> ts) {
        var done = waiting.remove(id);
        if (done != null) {
            done.accept(result, ts);
        } else if (broken == null) {
            throw new AssertionError(id + " ended twice");
        }
    }

    @Override
    public List<ClientMessage> drain() {
        List<ClientMessage> messages = machine.takeMessages();
        if (broken == null || messages.isEmpty()) {
            return messages;
        }
        List<ClientMessage> said = greeting ? broken.greeting(messages) : messages;
        greeting = false;
        return said.stream().map(broken::broken).map(this::renamed).toList();
    }

    /** Without the rule a client begins to count anew, past what it said before, on each socket. */
    private ClientMessage renamed(ClientMessage message) {
        return broken == Rule.KEEPS_REQUEST_IDS && message instanceof Mutation(var id, var path, var args, var part)
                ? new Mutation(new RequestId(id.value() + sockets * ID_STRIDE), path, args, part)
                : message;
    }

    private String named(MutationResponse response) {
        var id = new RequestId(response.requestId().value() % ID_STRIDE);
        return WireCodec.encode(new MutationResponse(id, response.result(), response.ts(), response.logLines()));
    }
}
