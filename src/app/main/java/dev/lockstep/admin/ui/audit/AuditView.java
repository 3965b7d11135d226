package dev.lockstep.admin.ui.audit;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.ui.AuditWords;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.Owner;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who did what and what the system decided, the newest first; the address keeps the filter, files hold what it shows. */
@Route("admin/audit")
@Menu(title = "nav.audit", order = 210, icon = "AUDIT")
@RolesAllowed("ADMIN")
final class AuditView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private static final int NARROW = 900;

    private static final int FEW = 12;

    /** From when on. */
    enum Since {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final Duration back;

        Since(Duration back) {
            this.back = back;
        }
    }

    private final Operations operations;
    private final Administrator administrator;
    private final Clock clock;
    private final TextField text = new TextField();
    private final Select<Since> since = new Select<>();
    private final Grid<AuditRecord> grid = new Grid<>();
    private final Div empty = new Div();
    private final Map<String, String> names = new HashMap<>();
    private List<Grid.Column<AuditRecord>> wideOnly = List.of();
    private AuditTrail.Filter filter = AuditTrail.Filter.ALL;
    private boolean showing;

    AuditView(Operations operations, Clock clock) {
        super(UI.getCurrent().getTranslation("audit.title"), UI.getCurrent().getTranslation("audit.lead"));
        this.operations = operations;
        this.administrator = operations.administrator();
        this.clock = clock;
        addClassNames("admin-page", "audit-page");
        prepareGrid();
        add(bar(), grid, empty);
    }

    private Div bar() {
        text.setLabel(getTranslation("audit.text"));
        text.setPlaceholder(getTranslation("audit.text.hint"));
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.addValueChangeListener(change -> filtered());
        since.setLabel(getTranslation("audit.since"));
        since.setItems(Since.values());
        since.setEmptySelectionAllowed(true);
        since.setEmptySelectionCaption(getTranslation("audit.since.all"));
        since.setItemLabelGenerator(one -> getTranslation("audit.since." + (one == null ? "all" : word(one))));
        since.addValueChangeListener(change -> filtered());
        var exports = new Div(
                export("audit.csv", "audit.csv", "text/csv;charset=utf-8", AuditExport::csv),
                export("audit.json", "audit.json", "application/json", AuditExport::json));
        exports.addClassName("audit-exports");
        var bar = new Div(text, since, exports);
        bar.addClassName("audit-bar");
        return bar;
    }

    /** How a file is written. */
    @FunctionalInterface
    private interface Format {
        void write(AuditExport.Entries entries, OutputStream out) throws IOException;
    }

    private Component export(String label, String file, String type, Format format) {
        var link = ButtonLink.leaving("", Glyph.DOWNLOAD, getTranslation(label));
        link.setHref(event -> {
            AuditTrail.Filter shown = filter;
            event.setFileName("lockstep-" + file);
            event.setContentType(type);
            format.write(reader -> operations.eachAudit(administrator, shown, reader), event.getOutputStream());
        });
        return link;
    }

    private void prepareGrid() {
        grid.addClassName("audit-grid");
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.getElement().setAttribute("aria-label", getTranslation("audit.title"));
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(this::line)
                .setHeader(getTranslation("audit.action"))
                .setFlexGrow(2);
        wideOnly = List.of(
                grid.addColumn(record -> AuditWords.actor(this, record.entry().actor(), names))
                        .setHeader(getTranslation("audit.actor")),
                grid.addColumn(record -> person(record).orElse("")).setHeader(getTranslation("audit.person")),
                grid.addColumn(record -> record.entry().detail())
                        .setHeader(getTranslation("audit.detail"))
                        .setFlexGrow(4),
                grid.addColumn(record -> Ago.since(this, record.at(), clock))
                        .setHeader(getTranslation("audit.at"))
                        .setTooltipGenerator(record -> record.at().toString()));
        grid.setItems(new CallbackDataProvider<>(
                query -> fetch(query.getPage(), query.getPageSize()), query -> (int) operations.countAudit(filter)));
        grid.addItemClickListener(click -> click.getItem()
                .entry()
                .change()
                .ifPresent(change -> getUI().ifPresent(
                                ui -> ui.navigate("admin/failures", QueryParameters.of("change", change.toString())))));
    }

    private Stream<AuditRecord> fetch(int page, int size) {
        List<AuditRecord> records = operations.audit(filter, page, size);
        names.putAll(operations.names(records.stream()
                .flatMap(record -> Stream.concat(
                        Stream.of(record.entry().actor()),
                        record.entry().person().stream().map(Owner::value)))
                .collect(Collectors.toSet())));
        return records.stream();
    }

    private Optional<String> person(AuditRecord record) {
        return record.entry().person().map(Owner::value).map(id -> names.getOrDefault(id, id));
    }

    private Component line(AuditRecord record) {
        var action = new Element("strong");
        action.setText(AuditWords.action(this, record.entry().action()));
        var line = new Div();
        line.addClassName("audit-line");
        line.getElement().appendChild(action);
        if (!wideOnly.isEmpty() && !wideOnly.getFirst().isVisible()) {
            var who = new Span(" · " + AuditWords.actor(this, record.entry().actor(), names)
                    + person(record).map(name -> " → " + name).orElse(""));
            var detail = new Div(record.entry().detail());
            detail.addClassName("detail");
            var when = new Div(Ago.since(this, record.at(), clock));
            when.addClassName("when");
            line.add(who, detail, when);
        }
        return line;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        QueryParameters said = event.getLocation().getQueryParameters();
        showing = true;
        text.setValue(said.getSingleParameter("text").orElse(""));
        since.setValue(said.getSingleParameter("since")
                .flatMap(word -> Arrays.stream(Since.values())
                        .filter(one -> word(one).equals(word))
                        .findFirst())
                .orElse(null));
        showing = false;
        show();
    }

    private void filtered() {
        if (showing) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!text.getValue().isBlank()) {
            parameters.put("text", text.getValue().strip());
        }
        since.getOptionalValue().ifPresent(one -> parameters.put("since", word(one)));
        String said = QueryParameters.simple(parameters).getQueryString();
        getUI().ifPresent(ui ->
                ui.getPage().getHistory().replaceState(null, "admin/audit" + (said.isEmpty() ? "" : "?" + said)));
        show();
    }

    private void show() {
        Instant from = since.getOptionalValue()
                .map(one -> clock.instant().minus(one.back))
                .orElse(Instant.EPOCH);
        filter = operations.auditFilter(text.getValue(), from);
        long count = operations.countAudit(filter);
        boolean none = count == 0;
        grid.setVisible(!none);
        grid.setAllRowsVisible(count <= FEW);
        grid.setHeight(count <= FEW ? null : "min(720px, 70dvh)");
        empty.removeAll();
        if (none) {
            empty.add(nothing());
        }
        grid.getDataProvider().refreshAll();
    }

    private Component nothing() {
        boolean all = text.getValue().isBlank() && since.isEmpty();
        return all
                ? new EmptyState(Glyph.AUDIT, getTranslation("audit.empty"), getTranslation("audit.empty.detail"))
                : new EmptyState(
                        Glyph.AUDIT,
                        getTranslation("audit.none"),
                        getTranslation("audit.none.detail"),
                        new Button(
                                getTranslation("audit.none.all"),
                                click -> getUI().ifPresent(ui -> ui.navigate(AuditView.class))));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var page = event.getUI().getPage();
        page.retrieveExtendedClientDetails(details -> fit(details.getBodyClientWidth()));
        var resizes = page.addBrowserWindowResizeListener(resize -> fit(resize.getWidth()));
        addDetachListener(detach -> {
            detach.unregisterListener();
            resizes.remove();
        });
    }

    private void fit(int width) {
        boolean wide = width >= NARROW;
        if (wideOnly.getFirst().isVisible() != wide) {
            wideOnly.forEach(column -> column.setVisible(wide));
            grid.getDataProvider().refreshAll();
        }
    }

    private static String word(Since since) {
        return since.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String getPageTitle() {
        return getTranslation("audit.title") + " · " + getTranslation("app.name");
    }
}
