package dev.lockstep.convex.simulation;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All that the simulation asks of a client. */
interface Player {

    /** @return ends the subscription */
    Runnable subscribe(String path, Obj args, Consumer<Result> listener);

    void mutation(String path, Obj args, BiConsumer<Result, Optional<Timestamp>> done);

    void action(String path, Obj args, Consumer<Result> done);

    void authenticate(Token token);

    void opened();

    void closed(String reason);

    /** @return why the socket must be closed now, if it must */
    Optional<String> received(String text);

    /** What the client wants to say, once. */
    List<ClientMessage> drain();
}
