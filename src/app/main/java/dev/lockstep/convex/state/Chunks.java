package dev.lockstep.convex.state;

import dev.lockstep.convex.wire.ServerMessage.TransitionChunk;
import dev.lockstep.convex.wire.WireException;
import java.util.Optional;

/** Puts the pieces of a large transition together again. They come in order, one transition at a time. */
final class Chunks {

    private final StringBuilder text = new StringBuilder();
    private String transition = "";
    private int next;

    /**
     * @return the whole message, when this was its last piece
     * @throws WireException when a piece is missing or belongs to another transition
     */
    Optional<String> add(TransitionChunk chunk) {
        if (next == 0) {
            transition = chunk.transitionId();
        }
        if (chunk.partNumber() != next || !chunk.transitionId().equals(transition)) {
            throw new WireException(
                    "Piece " + chunk.partNumber() + " of a transition came where piece " + next + " was expected");
        }
        text.append(chunk.chunk());
        next++;
        if (next < chunk.totalParts()) {
            return Optional.empty();
        }
        String whole = text.toString();
        clear();
        return Optional.of(whole);
    }

    boolean isEmpty() {
        return next == 0;
    }

    void clear() {
        text.setLength(0);
        next = 0;
    }
}
