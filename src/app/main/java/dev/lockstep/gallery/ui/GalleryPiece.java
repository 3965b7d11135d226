package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.html.Div;
import dev.lockstep.gallery.GalleryPage;
import dev.lockstep.gallery.Generation;
import dev.lockstep.gallery.GenerationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A piece of the gallery on the page. Far from what is seen it is only as high as it was: it holds no cards and follows
 * nothing, so that a long gallery costs what is seen of it.
 */
final class GalleryPiece extends Div {

    static final int SIZE = 24;
    private static final int SKELETONS = 12;

    private final Optional<String> start;
    private final Function<Generation, GenerationCard> draw;
    private final BiFunction<GalleryPiece, GalleryPage.Piece, Runnable> follow;
    private final Map<GenerationId, GenerationCard> cards = new HashMap<>();
    private List<Generation> items = List.of();
    private Optional<String> next = Optional.empty();
    private boolean loaded;
    private Optional<Runnable> end = Optional.empty();

    /** @param follow begins to follow a piece of the gallery for this one */
    GalleryPiece(
            Optional<String> start,
            Function<Generation, GenerationCard> draw,
            BiFunction<GalleryPiece, GalleryPage.Piece, Runnable> follow) {
        this.start = start;
        this.draw = draw;
        this.follow = follow;
        addClassName("gallery-piece");
        for (int i = 0; i < SKELETONS; i++) {
            var skeleton = new Div();
            skeleton.addClassNames("generation-card", "skeleton");
            add(skeleton);
        }
    }

    void wake() {
        if (end.isEmpty()) {
            end = Optional.of(follow.apply(this, new GalleryPage.Piece(start, next, SIZE)));
        }
    }

    /** @param height pixels that stay */
    void sleep(double height) {
        if (end.isPresent() && loaded) {
            stop();
            getStyle().setMinHeight(Math.round(height) + "px");
            cards.clear();
            removeAll();
        }
    }

    void stop() {
        end.ifPresent(Runnable::run);
        end = Optional.empty();
    }

    void show(GalleryPage page) {
        boolean sameOrder = !cards.isEmpty() && ids(items).equals(ids(page.items()));
        items = page.items();
        // Where it ended at first is where the next piece begins, whatever is added in front of it.
        next = next.isPresent() ? next : page.next();
        loaded = true;
        if (sameOrder) {
            items.forEach(item -> cards.get(item.id()).show(item));
            return;
        }
        removeAll();
        cards.keySet().retainAll(ids(items));
        for (Generation item : items) {
            GenerationCard card = cards.computeIfAbsent(item.id(), id -> draw.apply(item));
            card.show(item);
            add(card);
        }
        getStyle().remove("min-height");
    }

    private static List<GenerationId> ids(List<Generation> items) {
        return items.stream().map(Generation::id).toList();
    }

    boolean isLoaded() {
        return loaded;
    }

    List<Generation> items() {
        return items;
    }

    /** Where the piece after this one begins; empty at the end of the gallery. */
    Optional<String> next() {
        return next;
    }
}
