package dev.lockstep.gallery;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.util.List;
import java.util.Optional;

/**
 * A piece of the gallery, the newest first.
 *
 * @param next where the piece after it begins; empty at the end
 */
public record GalleryPage(List<Generation> items, Optional<String> next) {

    /** What is shown; empty parts show everything. */
    public record Filter(Optional<Generation.Status> status, Optional<String> style, Optional<String> model) {

        public static final Filter NONE = new Filter(Optional.empty(), Optional.empty(), Optional.empty());

        public boolean isEmpty() {
            return equals(NONE);
        }
    }

    /**
     * Which piece.
     *
     * @param start what the piece before gave as its next; empty for the first
     * @param end where it ended when it was read before; empty to go by size. A piece that is read again with it neither
     *     leaves a gap nor repeats anything, whatever was added
     * @param size how many, unless there is an end
     */
    public record Piece(Optional<String> start, Optional<String> end, int size) {}

    static GalleryPage of(ConvexValue value) {
        Obj page = (Obj) value;
        Array items = (Array) page.field("page").orElseThrow();
        boolean done = page.bool("isDone").orElse(true);
        return new GalleryPage(
                items.items().stream().map(Generation::of).toList(),
                done ? Optional.empty() : page.text("continueCursor"));
    }
}
