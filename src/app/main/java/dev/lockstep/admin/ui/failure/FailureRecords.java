package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.admin.ui.AuditRecords;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.outbox.Failures;
import dev.lockstep.outbox.trouble.Attempt;
import dev.lockstep.outbox.trouble.Trouble;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What is on record of a change: its tries, who did what, and what it carries. */
final class FailureRecords {

    private FailureRecords() {}

    /** The latest first. */
    static Component attempts(Component asking, List<Attempt> attempts, Clock clock) {
        if (attempts.isEmpty()) {
            return new Paragraph(asking.getTranslation("failures.attempts.none"));
        }
        var list = new OrderedList();
        list.addClassName("records");
        attempts.reversed().forEach(attempt -> list.add(item(asking, attempt, clock)));
        return list;
    }

    private static ListItem item(Component asking, Attempt attempt, Clock clock) {
        long millis = attempt.took().toMillis();
        String took = millis < 1000
                ? asking.getTranslation("steps.took.millis", millis)
                : asking.getTranslation("steps.took", millis / 1000.0);
        var line = new Div(
                pill(asking, attempt),
                new Span(asking.getTranslation("failures.attempt", attempt.number(), took)),
                AuditRecords.when(asking, attempt.at(), clock));
        line.addClassName("record-line");
        var item = new ListItem(line);
        attempt.message().ifPresent(message -> {
            var code = new Span(attempt.code().orElse(""));
            code.addClassName("code");
            item.add(new Div(new Span(ProblemWords.said(asking, message) + " "), code));
        });
        return item;
    }

    private static StatePill pill(Component asking, Attempt attempt) {
        return attempt.trouble()
                .map(trouble -> new StatePill(
                        trouble == Trouble.PERMANENT ? State.FAIL : State.WAIT,
                        asking.getTranslation("failures.outcome." + FailureQuery.word(trouble))))
                .orElseGet(() -> new StatePill(State.OK, asking.getTranslation("failures.outcome.taken")));
    }

    /** The latest first. */
    static Component audit(Component asking, List<AuditRecord> records, Map<String, String> names, Clock clock) {
        return AuditRecords.list(asking, records.reversed(), names, clock);
    }

    static Component payload(Component asking, Failures.Detail detail) {
        var text = new Pre(detail.payload());
        text.addClassName("payload");
        text.getElement().setAttribute("tabindex", "0");
        var facts = new Paragraph(asking.getTranslation(
                detail.attachment() > 0 ? "failures.payload.attached" : "failures.payload.facts",
                detail.change().record(),
                detail.change().id().toString(),
                (detail.attachment() + 1023) / 1024));
        facts.addClassName("payload-facts");
        return new Div(text, facts);
    }
}
