package dev.lockstep.admin.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.kit.Ago;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Some entries of the audit trail, in the order given. */
public final class AuditRecords {

    private AuditRecords() {}

    /** @param names display names of actors by id */
    public static Component list(Component asking, List<AuditRecord> records, Map<String, String> names, Clock clock) {
        if (records.isEmpty()) {
            return new Paragraph(asking.getTranslation("failures.audit.none"));
        }
        var list = new OrderedList();
        list.addClassName("records");
        records.forEach(record -> {
            var action = new Span(AuditWords.action(asking, record.entry().action()));
            action.addClassName("record-action");
            var line = new Div(
                    action,
                    new Span(AuditWords.actor(asking, record.entry().actor(), names)),
                    when(asking, record.at(), clock));
            line.addClassName("record-line");
            list.add(new ListItem(line, new Div(record.entry().detail())));
        });
        return list;
    }

    /** The absolute time shows on pointing. */
    public static Span when(Component asking, Instant at, Clock clock) {
        var when = new Span(Ago.since(asking, at, clock));
        when.setTitle(at.toString());
        when.addClassName("when");
        return when;
    }
}
