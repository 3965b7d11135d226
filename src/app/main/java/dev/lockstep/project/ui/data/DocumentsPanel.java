package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.deployment.data.DataPage;
import dev.lockstep.convex.deployment.data.StoredDocument;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.time.Moments;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** The documents of one table, the newest first, a column for each field that a document of the page has. */
final class DocumentsPanel extends Div {

    /** More are in the document itself: a browser must carry each column of each row. */
    private static final int MOST_COLUMNS = 20;

    /** What more of them scrolls by itself, so that the heads of the columns stay and the way to the next page is near. */
    private static final int FEW = 12;

    private final Place place;
    private final String table;
    private final AtomicBoolean opened = new AtomicBoolean();

    DocumentsPanel(Place place, String table) {
        this.place = place;
        this.table = table;
        addClassName("documents-panel");
        var pages = new Pages<>(this::read, this::grid, this::none);
        var again = new Button(getTranslation("data.again"), Glyph.RETRY.draw(), click -> pages.restart());
        var name = new H3(table);
        name.addClassName("mono");
        var head = new Div(name, again);
        head.addClassName("functions-head");
        add(head, pages);
    }

    /** Opening the table is noted once, turning its pages is not. */
    private DataPage<StoredDocument> read(Optional<String> cursor) {
        return opened.getAndSet(true)
                ? place.data().documents(place.visit().asEditor(), table, cursor)
                : place.data().open(place.visit().asEditor(), table);
    }

    private Component grid(List<StoredDocument> documents) {
        var fields = new TreeSet<String>();
        documents.forEach(document -> fields.addAll(document.fields()));
        var grid = new Grid<StoredDocument>();
        grid.addClassName("documents");
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_COLUMN_BORDERS);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.getElement().setAttribute("aria-label", getTranslation("data.documents.of", table));
        grid.addComponentColumn(this::id)
                .setHeader("_id")
                .setWidth("7.5rem")
                .setFlexGrow(0)
                .setFrozen(true);
        fields.stream()
                .limit(MOST_COLUMNS)
                .forEach(field -> grid.addComponentColumn(document -> cell(document, field))
                        .setHeader(field)
                        .setWidth("11rem")
                        .setFlexGrow(1)
                        .setResizable(true));
        grid.addColumn(document -> Moments.exact(this, document.created()))
                .setHeader("_creationTime")
                .setWidth("14rem")
                .setFlexGrow(0);
        grid.addItemClickListener(click -> new DocumentDialog(click.getItem()).open());
        grid.setItems(documents);
        grid.setAllRowsVisible(documents.size() <= FEW);
        var shown = new Div(grid);
        if (fields.size() > MOST_COLUMNS) {
            var more = new Span(getTranslation("data.more-fields", fields.size() - MOST_COLUMNS));
            more.addClassName("hint");
            shown.add(more);
        }
        return shown;
    }

    /** A button, so that a document can be opened without a pointing device. */
    private Component id(StoredDocument document) {
        var open = new NativeButton(
                document.id().substring(0, Math.min(8, document.id().length())) + "…");
        open.addClickListener(click -> new DocumentDialog(document).open());
        open.addClassNames("mono", "document-open");
        open.getElement().setAttribute("aria-label", getTranslation("data.open", document.id()));
        open.getElement().setAttribute("title", document.id());
        return open;
    }

    private Component cell(StoredDocument document, String field) {
        Optional<String> line = document.line(field);
        var cell = new Span(line.orElse("–"));
        cell.addClassName(line.filter(text -> !text.equals("null")).isPresent() ? "present" : "absent");
        if (line.isEmpty()) {
            cell.getElement().setAttribute("title", getTranslation("data.missing"));
        }
        return cell;
    }

    private EmptyState none() {
        return new EmptyState(
                Glyph.PROJECT, getTranslation("data.documents.none"), getTranslation("data.documents.none.detail"));
    }
}
