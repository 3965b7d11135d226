package dev.lockstep.convex.simulation;

import dev.lockstep.convex.simulation.SimulatedSocket.Question;
import dev.lockstep.convex.simulation.SimulatedSocket.Sent;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.ServerMessage.TransitionChunk;
import dev.lockstep.convex.wire.WireCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What is under way on one simulated socket, as text: in order, and lost as a whole when the socket is cut.
 *
 * <p>Holds the texts of both directions; does not hold what arrived. Not thread-safe.
 */
final class Wire {

    /** @param snapshot what a client that applied all pieces must see */
    record Parcel(String text, ServerMessage whole, Map<Question, Result> snapshot, boolean last) {}

    private static final int CHUNK = 200;

    private final Deque<String> toDeployment = new ArrayDeque<>();
    private final Deque<Parcel> toClient = new ArrayDeque<>();
    private final List<Parcel> answers = new ArrayList<>();
    private int chunked;

    Deque<String> toDeployment() {
        return toDeployment;
    }

    void send(Sent sent, RandomGenerator random) {
        String text = WireCodec.encode(sent.message());
        if (sent.message() instanceof Transition && random.nextInt(4) == 0) {
            chunks(text, sent);
            return;
        }
        var parcel = new Parcel(text, sent.message(), sent.snapshot(), true);
        toClient.add(parcel);
        if (sent.message() instanceof ServerMessage.MutationResponse
                || sent.message() instanceof ServerMessage.ActionResponse) {
            answers.add(parcel);
        }
    }

    private void chunks(String text, Sent sent) {
        int parts = (text.length() + CHUNK - 1) / CHUNK;
        String id = "chunked " + ++chunked;
        for (int i = 0; i < parts; i++) {
            String piece = text.substring(i * CHUNK, Math.min(text.length(), (i + 1) * CHUNK));
            var chunk = new TransitionChunk(piece, i, parts, id);
            toClient.add(new Parcel(WireCodec.encode(chunk), sent.message(), sent.snapshot(), i == parts - 1));
        }
    }

    Optional<Parcel> next() {
        return Optional.ofNullable(toClient.poll());
    }

    boolean isSilent() {
        return toClient.isEmpty() && toDeployment.isEmpty();
    }

    /** Loses one message that belongs to a transition, as only a broken proxy would. */
    void loseAPiece(RandomGenerator random) {
        var pieces = toClient.stream()
                .filter(parcel -> parcel.whole() instanceof Transition)
                .toList();
        if (!pieces.isEmpty()) {
            Parcel lost = pieces.get(random.nextInt(pieces.size()));
            toClient.removeIf(parcel -> parcel == lost);
        }
    }

    /** Says an old answer again, between two messages. */
    void repeatAnAnswer(RandomGenerator random) {
        boolean between = toClient.isEmpty() || !(toClient.getLast().text().contains("TransitionChunk"));
        if (!answers.isEmpty() && between) {
            toClient.add(answers.get(random.nextInt(answers.size())));
        }
    }
}
