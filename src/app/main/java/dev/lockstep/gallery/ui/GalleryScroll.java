package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.html.Div;
import dev.lockstep.gallery.GalleryPage;
import dev.lockstep.gallery.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A gallery without end: a piece is added when the end of the last one comes near, and pieces far from what is seen go
 * to sleep. What is above never moves: each piece keeps its height and its ends.
 */
final class GalleryScroll extends Div {

    /** How far ahead the next piece is fetched, and how far away one goes to sleep: some screens. */
    private static final String OBSERVE = """
            const list = this;
            const near = new IntersectionObserver((entries) => {
              if (entries.some((entry) => entry.isIntersecting)) list.$server.nearEnd();
            }, { rootMargin: '1500px 0px' });
            const far = new IntersectionObserver((entries) => {
              for (const entry of entries) {
                const piece = [...list.querySelectorAll('.gallery-piece')].indexOf(entry.target);
                if (piece >= 0) list.$server.seen(piece, entry.isIntersecting, entry.boundingClientRect.height);
              }
            }, { rootMargin: '4000px 0px' });
            list.watchPieces = () => {
              list.querySelectorAll('.gallery-piece').forEach((piece) => far.observe(piece));
              near.disconnect();
              near.observe(list.lastElementChild);
            };
            list.watchPieces();""";

    private final Function<Generation, GenerationCard> draw;
    private final BiFunction<GalleryPiece, GalleryPage.Piece, Runnable> follow;
    private final List<GalleryPiece> pieces = new ArrayList<>();
    private final Div sentinel = new Div();

    GalleryScroll(
            Function<Generation, GenerationCard> draw, BiFunction<GalleryPiece, GalleryPage.Piece, Runnable> follow) {
        this.draw = draw;
        this.follow = follow;
        addClassName("gallery-scroll");
        getElement().setAttribute("role", "list");
        sentinel.addClassName("gallery-end");
        sentinel.getElement().setAttribute("role", "presentation");
        add(sentinel);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (pieces.isEmpty()) {
            addPiece(Optional.empty());
        } else {
            pieces.forEach(GalleryPiece::wake);
        }
        getElement().executeJs(OBSERVE);
    }

    @Override
    protected void onDetach(DetachEvent event) {
        pieces.forEach(GalleryPiece::stop);
    }

    private void addPiece(Optional<String> start) {
        var piece = new GalleryPiece(start, draw, follow);
        pieces.add(piece);
        addComponentAtIndex(pieces.size() - 1, piece);
        piece.wake();
    }

    /** A piece has news: perhaps the end is still in sight, and more is wanted. */
    void grown() {
        getElement().executeJs("this.watchPieces?.()");
    }

    @ClientCallable
    private void nearEnd() {
        GalleryPiece last = pieces.getLast();
        if (last.isLoaded() && last.next().isPresent()) {
            addPiece(last.next());
        }
    }

    @ClientCallable
    private void seen(int index, boolean near, double height) {
        if (index < pieces.size()) {
            if (near) {
                pieces.get(index).wake();
            } else {
                pieces.get(index).sleep(height);
            }
        }
    }

    /** What has been loaded, the newest first. */
    List<Generation> items() {
        return pieces.stream().flatMap(piece -> piece.items().stream()).toList();
    }

    boolean isEmpty() {
        return pieces.stream()
                .allMatch(piece -> piece.isLoaded() && piece.items().isEmpty());
    }
}
