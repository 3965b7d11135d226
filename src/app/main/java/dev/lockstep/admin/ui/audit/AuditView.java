package dev.lockstep.admin.ui.audit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.Owner;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.records.Found;
import dev.lockstep.kit.records.Records;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.kit.records.RecordsPage;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who did what and what the system decided, the newest first; the address keeps the filter, files hold what it shows. */
@Route("admin/audit")
@Menu(title = "nav.audit", order = 210, icon = "AUDIT")
@RolesAllowed("ADMIN")
final class AuditView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final Operations operations;
    private final Administrator administrator;
    private final Clock clock;
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final AuditFilters filters;
    private final RecordsPage<AuditQuery, AuditRecord> page;
    private AuditTrail.Filter shown = AuditTrail.Filter.ALL;

    AuditView(Operations operations, Clock clock) {
        super(UI.getCurrent().getTranslation("audit.title"), UI.getCurrent().getTranslation("audit.lead"));
        this.operations = operations;
        this.administrator = operations.administrator();
        this.clock = clock;
        addClassNames("admin-page", "audit-page");
        var grid = new RecordsGrid<AuditRecord>(getTranslation("audit.title"), record -> record);
        AuditColumns.of(grid, names, clock);
        page = new RecordsPage<>(new Trail(), grid, AuditQuery.NOTHING);
        filters = new AuditFilters(page::go, exports());
        add(filters, page);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        page.enter(event.getLocation().getQueryParameters());
    }

    private Div exports() {
        var exports = new Div(
                export("audit.csv", "audit.csv", "text/csv;charset=utf-8", AuditExport::csv),
                export("audit.json", "audit.json", "application/json", AuditExport::json));
        exports.addClassName("audit-exports");
        return exports;
    }

    /** How a file is written. */
    @FunctionalInterface
    private interface Format {
        void write(AuditExport.Entries entries, OutputStream out) throws IOException;
    }

    private Component export(String label, String file, String type, Format format) {
        var link = ButtonLink.leaving("", Glyph.DOWNLOAD, getTranslation(label));
        link.setHref(event -> {
            AuditTrail.Filter wanted = shown;
            event.setFileName("lockstep-" + file);
            event.setContentType(type);
            format.write(reader -> operations.eachAudit(administrator, wanted, reader), event.getOutputStream());
        });
        return link;
    }

    /** What is listed. */
    private final class Trail implements Records<AuditQuery, AuditRecord> {

        @Override
        public AuditQuery parse(QueryParameters said) {
            return AuditQuery.of(said);
        }

        @Override
        public String address(AuditQuery query) {
            return query.address();
        }

        @Override
        public Found<AuditRecord> read(AuditQuery query) {
            AuditTrail.Filter filter = operations.auditFilter(administrator, query.text(), query.from(clock.instant()));
            return new Found<>(
                    operations.countAudit(administrator, filter),
                    Found.Rows.paged((number, size) -> named(operations.audit(administrator, filter, number, size))),
                    () -> {
                        shown = filter;
                        filters.show(query);
                    });
        }

        private List<AuditRecord> named(List<AuditRecord> records) {
            names.putAll(operations.names(records.stream()
                    .flatMap(record -> Stream.concat(
                            Stream.of(record.entry().actor()),
                            record.entry().person().stream().map(Owner::value)))
                    .collect(Collectors.toSet())));
            return records;
        }

        @Override
        public Component nothing(AuditQuery query) {
            return query.isOpen()
                    ? page.nothing(Glyph.AUDIT, "audit.empty")
                    : page.nothing(
                            Glyph.AUDIT,
                            "audit.none",
                            new Button(getTranslation("audit.none.all"), click -> page.go(AuditQuery.NOTHING)));
        }

        @Override
        public void open(AuditRecord record) {
            record.entry()
                    .change()
                    .ifPresent(change -> getUI().ifPresent(ui ->
                            ui.navigate("admin/failures", QueryParameters.of("change", change.toString()))));
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("audit.title") + " · " + getTranslation("app.name");
    }
}
