package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.deployment.data.DataPage;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Live;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A list page by page, the newest first. Holds the page that is shown and the cursors of those before it, not their content.
 * Asks when it is put on a page, and when it is told to.
 */
final class Pages<T> extends Div {

    private final Function<Optional<String>, DataPage<T>> read;
    private final Function<List<T>, Component> draw;
    private final Supplier<EmptyState> none;
    private final Deque<Optional<String>> before = new ArrayDeque<>();
    private final Div body = new Div();
    private final Button newer;
    private final Button older;
    private final Span number = new Span();
    private final Div turn;
    private Optional<String> shown = Optional.empty();
    private Optional<String> next = Optional.empty();

    /**
     * @param read the page behind a cursor; runs off the page
     * @param draw shows the things of a page, of which there is one at least
     * @param none what to show when there is nothing at all
     */
    Pages(Function<Optional<String>, DataPage<T>> read, Function<List<T>, Component> draw, Supplier<EmptyState> none) {
        this.read = read;
        this.draw = draw;
        this.none = none;
        addClassName("data-pages");
        body.addClassName("data-page");
        newer = new Button(getTranslation("data.newer"), click -> go(before.pop()));
        older = new Button(getTranslation("data.older"), click -> {
            before.push(shown);
            go(next);
        });
        newer.addThemeVariants(ButtonVariant.LUMO_SMALL);
        older.addThemeVariants(ButtonVariant.LUMO_SMALL);
        number.addClassName("hint");
        number.getElement().setAttribute("role", "status");
        turn = new Div(newer, number, older);
        turn.addClassName("data-turn");
        turn.setVisible(false);
        add(body, turn);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        restart();
    }

    /** Begins anew with what is newest. */
    void restart() {
        before.clear();
        go(Optional.empty());
    }

    private void go(Optional<String> cursor) {
        newer.setEnabled(false);
        older.setEnabled(false);
        Live.of(this).run(() -> read.apply(cursor), page -> show(cursor, page), this::failed);
    }

    private void show(Optional<String> cursor, DataPage<T> page) {
        shown = cursor;
        next = page.next();
        body.removeAll();
        if (page.items().isEmpty()) {
            body.add(before.isEmpty() ? none.get() : new Span(getTranslation("data.end")));
        } else {
            body.add(draw.apply(page.items()));
        }
        newer.setEnabled(!before.isEmpty());
        older.setEnabled(next.isPresent());
        number.setText(getTranslation("data.page", before.size() + 1));
        turn.setVisible(!before.isEmpty() || next.isPresent());
    }

    private void failed(RuntimeException failure) {
        body.removeAll();
        body.add(Place.failed(this, failure));
        turn.setVisible(false);
    }
}
