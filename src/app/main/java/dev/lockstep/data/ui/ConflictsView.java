package dev.lockstep.data.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.Owner;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.records.Found;
import dev.lockstep.kit.records.Records;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.kit.records.RecordsPage;
import dev.lockstep.sync.RecordConflicts;
import dev.lockstep.sync.table.SettledConflict;
import dev.lockstep.sync.table.SyncedTables;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.Optional;

/** What lost when two devices changed a record of this person's, in all tables. */
@Route("data/conflicts")
@RolesAllowed("MEMBER")
final class ConflictsView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final RecordConflicts conflicts;
    private final SyncedTables tables;
    private final Owner owner;
    private final Clock clock;
    private final Select<Boolean> show = new Select<>();
    private final Span count = new Span();
    private final ConflictPanel panel;
    private final RecordsGrid<ConflictRow> grid;
    private final RecordsPage<ConflictQuery, ConflictRow> page;
    private boolean showing;

    ConflictsView(RecordConflicts conflicts, SyncedTables tables, CurrentAccount current, Clock clock) {
        super(UI.getCurrent().getTranslation("conflicts.title"), UI.getCurrent().getTranslation("conflicts.lead"));
        this.conflicts = conflicts;
        this.tables = tables;
        this.owner = current.get().id();
        this.clock = clock;
        addClassNames("admin-page", "shared-page");
        grid = new RecordsGrid<>(getTranslation("conflicts.title"), ConflictRow::id);
        addColumns();
        page = new RecordsPage<>(new Conflicts(), grid, ConflictQuery.NOTHING);
        panel = new ConflictPanel(
                conflicts, owner, id -> page.goBeside(page.filter().conflict(id)));
        page.beside(panel);
        add(new Anchor("data", getTranslation("conflicts.back")), head(), page);
    }

    private Component head() {
        show.setLabel(getTranslation("shared.show"));
        show.setItems(false, true);
        show.setItemLabelGenerator(
                settled -> getTranslation(settled ? "conflicts.show.settled" : "conflicts.show.open"));
        show.addValueChangeListener(change -> {
            if (!showing) {
                page.go(new ConflictQuery(change.getValue(), Optional.empty()));
            }
        });
        count.addClassName("people-count");
        count.getElement().setAttribute("role", "status");
        var head = new Div(show, count);
        head.addClassNames("filter-bar", "shared-filters");
        return head;
    }

    @SuppressWarnings("unchecked")
    private void addColumns() {
        grid.addClassNames("failure-grid", "shared-grid");
        grid.addComponentColumn(this::name)
                .setHeader(getTranslation("shared.record"))
                .setWidth("15em")
                .setFlexGrow(3);
        grid.wideOnly(
                grid.addColumn(row -> row.lostWords(grid))
                        .setHeader(getTranslation("conflicts.what"))
                        .setFlexGrow(2),
                grid.addColumn(row -> getTranslation(
                                row.conflict().won() ? "conflicts.stands.here" : "conflicts.stands.there"))
                        .setHeader(getTranslation("conflicts.stands"))
                        .setFlexGrow(2),
                grid.addColumn(row -> Ago.since(grid, row.conflict().happenedAt(), clock))
                        .setHeader(getTranslation("conflicts.when"))
                        .setFlexGrow(1));
    }

    private Component name(ConflictRow row) {
        var name = new Span(row.name());
        name.addClassNames("shared-cell", "shared-name");
        var where = new Span(TableWords.title(grid, row.table())
                + (grid.isWide()
                        ? ""
                        : " · " + row.lostWords(grid) + " · "
                                + Ago.since(grid, row.conflict().happenedAt(), clock)));
        where.addClassName("shared-quiet");
        var words = new Div(name, new Div(where));
        words.addClassName("failure-what");
        return words;
    }

    private ConflictRow row(SettledConflict settled) {
        return new ConflictRow(
                settled, tables.get(settled.conflict().record().table()), conflicts.record(settled.conflict()));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        page.enter(event.getLocation().getQueryParameters());
    }

    /** What is listed. */
    private final class Conflicts implements Records<ConflictQuery, ConflictRow> {

        @Override
        public ConflictQuery parse(QueryParameters said) {
            return ConflictQuery.of(said);
        }

        @Override
        public String address(ConflictQuery query) {
            return query.address();
        }

        @Override
        public Found<ConflictRow> read(ConflictQuery query) {
            long found = conflicts.count(owner, query.settled());
            Optional<ConflictRow> open = open(query);
            return new Found<>(
                    found,
                    (offset, limit) -> conflicts.page(owner, query.settled(), offset, limit).stream()
                            .map(ConflictsView.this::row)
                            .toList(),
                    () -> {
                        showing = true;
                        show.setValue(query.settled());
                        showing = false;
                        count.setText(getTranslation("conflicts.count", found));
                        open.ifPresent(panel::show);
                    });
        }

        private Optional<ConflictRow> open(ConflictQuery query) {
            return query.conflict().flatMap(id -> conflicts.find(owner, id)).map(ConflictsView.this::row);
        }

        @Override
        public void open(ConflictRow row) {
            page.goBeside(page.filter().conflict(Optional.of(row.id())));
        }

        @Override
        public void beside(ConflictQuery query) {
            open(query).ifPresentOrElse(panel::show, panel::close);
        }

        @Override
        public Component nothing(ConflictQuery query) {
            return page.nothing(Glyph.DATA, query.settled() ? "conflicts.none.settled" : "conflicts.none");
        }

        @Override
        public Runnable watch(Runnable news) {
            return conflicts.watch(owner, news);
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("conflicts.title") + " · " + getTranslation("app.name");
    }
}
