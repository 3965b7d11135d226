package dev.lockstep.data.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.guest.ui.GuestBrowser;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.kit.records.Found;
import dev.lockstep.kit.records.Records;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.kit.records.RecordsPage;
import dev.lockstep.sync.RecordConflicts;
import dev.lockstep.sync.SyncStatus;
import dev.lockstep.sync.SyncedRecords;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import dev.lockstep.sync.table.TableField;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** One table of what a person shares with their devices, and beside the list one record; the address keeps all of it. */
@Route("data/:table?")
@Menu(title = "nav.data", order = 35, icon = "DATA")
@PermitAll
final class DataView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final SyncedRecords records;
    private final SyncedTables tables;
    private final Owner owner;
    private final Clock clock;
    private final RecordConflicts conflicts;
    private final Nav tabs = new Nav();
    private final Anchor lost = new Anchor("data/conflicts", "");
    private final Div place = new Div();
    private Optional<TablePart> part = Optional.empty();

    DataView(
            SyncedRecords records,
            RecordConflicts conflicts,
            SyncedTables tables,
            CurrentAccount current,
            GuestBrowser browser,
            Clock clock) {
        super(
                UI.getCurrent().getTranslation("shared.title"),
                UI.getCurrent().getTranslation(current.guest().isPresent() ? "guest.lead" : "shared.lead"));
        this.records = records;
        this.conflicts = conflicts;
        this.tables = tables;
        this.owner = current.owner().orElseThrow();
        this.clock = clock;
        addClassNames("admin-page", "shared-page");
        tabs.addClassName("shared-tables");
        tabs.getElement().setAttribute("aria-label", getTranslation("shared.tables"));
        current.id().flatMap(person -> browser.note(this, person)).ifPresent(this::add);
        add(tabs, place);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Optional<String> name = event.getRouteParameters().get("table");
        if (name.isEmpty()) {
            event.forwardTo("data/" + tables.all().iterator().next().name());
            return;
        }
        SyncedTable table = tables.find(name.get()).orElseThrow(NotFoundException::new);
        if (part.filter(shown -> shown.table.equals(table)).isEmpty()) {
            var next = new TablePart(table);
            part = Optional.of(next);
            showTabs(table);
            place.removeAll();
            place.add(next.head, next.page);
        }
        part.get().page.enter(event.getLocation().getQueryParameters());
    }

    private void showTabs(SyncedTable open) {
        tabs.removeAll();
        for (SyncedTable table : tables.all()) {
            var tab = new Anchor("data/" + table.name(), TableWords.title(this, table));
            if (table.equals(open)) {
                tab.getElement().setAttribute("aria-current", "page");
            }
            tabs.add(tab);
        }
    }

    /** What is shown of one table. */
    private final class TablePart implements Records<DataQuery, SyncedRow> {

        private final SyncedTable table;
        private final DataFilters filters;
        private final StatePill status;
        private final RecordPanel panel;
        private final RecordsPage<DataQuery, SyncedRow> page;
        private final Div head = new Div();

        TablePart(SyncedTable table) {
            this.table = table;
            var grid = new RecordsGrid<SyncedRow>(TableWords.title(DataView.this, table), SyncedRow::clientId);
            DataColumns.of(grid, table, clock, this::toggle);
            page = new RecordsPage<>(this, grid, DataQuery.of(table.name(), QueryParameters.empty()));
            panel = new RecordPanel(
                    records, owner, table, id -> page.goBeside(page.filter().record(id)));
            page.beside(panel);
            filters = new DataFilters(
                    table.policy().allowsChanging(),
                    wanted -> page.go(page.filter().filter(wanted)));
            status = new StatePill(State.WAIT, "");
            head.addClassName("shared-head");
            head.add(filters);
            var beside = new Div(lost, status);
            beside.addClassName("shared-beside");
            if (table.policy().allowsAdding()) {
                beside.add(newRecord());
            }
            head.add(beside);
        }

        private Button newRecord() {
            var add = new Button(
                    getTranslation("shared.new"),
                    Glyph.CREATE.draw(),
                    click -> page.goBeside(page.filter().record(Optional.of(DataQuery.NEW))));
            add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            return add;
        }

        private void toggle(SyncedRow row, TableField field) {
            boolean before = row.fields().bool(field.name()).orElse(false);
            try {
                records.edit(owner, table, row.clientId(), ConvexValue.object(field.name(), ConvexValue.bool(!before)));
            } catch (Problem problem) {
                Notices.tell(ProblemWords.both(DataView.this, problem));
                page.refresh();
            }
        }

        @Override
        public DataQuery parse(QueryParameters said) {
            return DataQuery.of(table.name(), said);
        }

        @Override
        public String address(DataQuery query) {
            return query.address();
        }

        @Override
        public Found<SyncedRow> read(DataQuery query) {
            long count = records.count(owner, table, query.filter());
            SyncStatus now = records.status(owner, table);
            long open = conflicts.count(owner, false);
            Optional<OpenRecord> beside = query.record().map(id -> OpenRecord.read(records, owner, table, id));
            return new Found<>(
                    count, (offset, limit) -> records.page(owner, table, query.filter(), offset, limit), () -> {
                        filters.show(query.filter(), count);
                        show(now);
                        lost.setVisible(open > 0);
                        lost.setText(getTranslation("shared.conflicts.open", open));
                        beside.ifPresent(panel::show);
                    });
        }

        private void show(SyncStatus now) {
            String word = now.state().name().toLowerCase(Locale.ROOT);
            State state = switch (now.state()) {
                case SYNCED -> State.OK;
                case SYNCING -> State.WAIT;
                case OFFLINE, LOCAL -> State.IDLE;
                case ERROR -> State.FAIL;
            };
            long counted = now.state() == SyncStatus.State.ERROR ? now.stopped() : now.pending();
            status.show(state, getTranslation("shared.status." + word, counted));
        }

        @Override
        public void open(SyncedRow row) {
            page.goBeside(page.filter().record(Optional.of(row.clientId())));
        }

        @Override
        public void beside(DataQuery query) {
            query.record()
                    .map(id -> OpenRecord.read(records, owner, table, id))
                    .ifPresentOrElse(panel::show, panel::close);
        }

        @Override
        public Component nothing(DataQuery query) {
            if (!query.filter().text().isEmpty()) {
                return page.nothing(Glyph.DATA, "shared.none.find");
            }
            return page.nothing(Glyph.DATA, query.filter().deleted() ? "shared.none.deleted" : "shared.none");
        }

        @Override
        public Runnable watch(Runnable news) {
            return records.watch(owner, news);
        }
    }

    @Override
    public String getPageTitle() {
        String table = part.map(shown -> TableWords.title(this, shown.table)).orElse(getTranslation("shared.title"));
        return table + " · " + getTranslation("app.name");
    }
}
