package dev.lockstep.kit.records;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;

/** The place of the list, in one of four states: it is being read, nothing fits, it could not be read, or rows. */
final class RecordList extends Div {

    private final Component rows;
    private final Runnable again;
    private final Div instead = new Div();

    /** @param again reads once more, after it failed */
    RecordList(Component rows, Runnable again) {
        this.rows = rows;
        this.again = again;
        addClassName("records-list");
        add(rows, instead);
        loading();
    }

    void loading() {
        var loading = new Div(new Span(getTranslation("records.loading")));
        loading.addClassName("skeleton");
        loading.getElement().setAttribute("aria-busy", "true");
        showInstead(loading);
    }

    /** @param nothing what says so, and what to do about it */
    void empty(Component nothing) {
        showInstead(nothing);
    }

    void failed() {
        showInstead(new EmptyState(
                Glyph.FAILURE,
                getTranslation("records.failed"),
                getTranslation("records.failed.detail"),
                new Button(getTranslation("records.again"), Glyph.RETRY.draw(), click -> again.run())));
    }

    void rows() {
        rows.setVisible(true);
        instead.removeAll();
    }

    private void showInstead(Component shown) {
        rows.setVisible(false);
        instead.removeAll();
        instead.add(shown);
    }
}
