package dev.lockstep.admin.ui.health;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.admin.Storage;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import java.util.OptionalLong;

/** The database and the disk. */
final class StorageCard extends Section {

    private static final long GIGABYTE = 1_000_000_000L;
    private static final long SCARCE = GIGABYTE;
    private static final double NANOS_PER_MILLI = 1e6;

    private final StatePill pill = new StatePill(State.WAIT, getTranslation("steps.running"));
    private final Div rows = new Div();

    StorageCard() {
        addClassName("card");
        rows.addClassName("health-rows");
        var head = new Header(new Div(new H2(getTranslation("health.storage")), pill));
        head.addClassName("toolbar");
        add(head, rows);
    }

    void show(Storage.Report report) {
        boolean silent = report.database() instanceof Storage.Database.Silent;
        boolean scarce = report.freeBytes().isPresent() && report.freeBytes().getAsLong() < SCARCE;
        pill.show(
                silent || scarce ? State.FAIL : State.OK,
                getTranslation(
                        silent ? "health.storage.silent" : scarce ? "health.storage.scarce" : "health.storage.fine"));
        rows.removeAll();
        rows.add(
                row("health.storage.database", database(report.database())),
                row("health.storage.free", free(report.freeBytes())),
                row("health.storage.home", report.home().toString()));
    }

    void broken() {
        pill.show(State.FAIL, getTranslation("health.storage.silent"));
    }

    private String database(Storage.Database database) {
        return switch (database) {
            case Storage.Database.Answers(var product, var version, var trip) ->
                getTranslation("health.storage.answers", product, version, trip.toNanos() / NANOS_PER_MILLI);
            case Storage.Database.Silent() -> getTranslation("health.storage.silent.next");
        };
    }

    private String free(OptionalLong bytes) {
        return bytes.isEmpty()
                ? getTranslation("health.storage.unknown")
                : getTranslation("health.storage.gigabytes", bytes.getAsLong() / (double) GIGABYTE);
    }

    private Div row(String key, String value) {
        var name = new Span(getTranslation(key));
        name.addClassName("step-name");
        return new Div(name, new Span(value));
    }
}
