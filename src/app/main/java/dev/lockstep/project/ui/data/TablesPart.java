package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.convex.deployment.data.StoredDocument;
import dev.lockstep.convex.deployment.data.Table;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import java.util.List;
import java.util.Optional;

/** Which tables there are, the documents of one, and any document by its id. */
final class TablesPart extends Div {

    private final Place place;
    private final String wanted;
    private final TextField id = new TextField();
    private final Div body = new Div();

    /** @param table to open; empty or unknown for the first */
    TablesPart(Place place, String table) {
        this.place = place;
        this.wanted = table;
        addClassName("data-tables");
        body.addClassName("functions-body");
        id.setLabel(getTranslation("data.find"));
        id.setClearButtonVisible(true);
        id.addValueChangeListener(change -> find());
        var bar = new Div(id, new Button(getTranslation("data.find.do"), click -> find()));
        bar.addClassName("data-find");
        bar.setVisible(place.seesContent());
        add(bar, body);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Live.of(this).run(() -> place.data().tables(place.visit().asViewer()), this::show, failure -> {
            body.removeAll();
            body.add(Place.failed(this, failure));
        });
    }

    private void show(List<Table> tables) {
        body.removeAll();
        if (tables.isEmpty()) {
            body.add(new EmptyState(
                    Glyph.PROJECT, getTranslation("data.tables.none"), getTranslation("data.tables.none.detail")));
            return;
        }
        Table open = tables.stream()
                .filter(table -> table.name().equals(wanted))
                .findFirst()
                .orElse(tables.getFirst());
        var list = new UnorderedList();
        list.addClassNames("function-list", "table-list");
        tables.forEach(table -> list.add(new ListItem(entry(table, table == open))));
        body.add(list, place.seesContent() ? new DocumentsPanel(place, open.name()) : forEditors());
    }

    private Anchor entry(Table table, boolean open) {
        var name = new Span(table.name());
        name.addClassName("mono");
        var entry = new Anchor(place.address("table", table.name()), name);
        table.documents().ifPresent(count -> {
            var documents = new Span(String.format(getLocale(), "%,d", count));
            documents.addClassName("hint");
            documents.getElement().setAttribute("title", getTranslation("data.documents", count));
            entry.add(documents);
        });
        entry.addClassName("function-entry");
        if (open) {
            entry.getElement().setAttribute("aria-current", "true");
        }
        return entry;
    }

    private Component forEditors() {
        return new EmptyState(Glyph.PEOPLE, getTranslation("data.editors"), getTranslation("data.editors.detail"));
    }

    private void find() {
        String asked = id.getValue().strip();
        id.setInvalid(false);
        if (asked.isEmpty()) {
            return;
        }
        Live.of(this)
                .run(
                        () -> place.data().document(place.visit().asEditor(), asked),
                        this::found,
                        failure -> refuse(Place.told(this, failure)));
    }

    private void found(Optional<StoredDocument> document) {
        document.ifPresentOrElse(one -> new DocumentDialog(one).open(), () -> refuse(getTranslation("data.find.none")));
    }

    private void refuse(String sentence) {
        id.setErrorMessage(sentence);
        id.setInvalid(true);
    }
}
