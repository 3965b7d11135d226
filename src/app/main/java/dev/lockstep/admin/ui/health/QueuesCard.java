package dev.lockstep.admin.ui.health;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.admin.HealthDesk;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.outbox.meter.QueueDepth;
import java.time.Duration;
import java.util.Map;

/** What waits to be delivered, where to, and for how long. */
final class QueuesCard extends Section {

    /** As the health for machines has it. */
    private static final Duration LONG = Duration.ofMinutes(15);

    private final HealthDesk desk;
    private final StatePill pill = new StatePill(State.OK, "");
    private final Div rows = new Div();
    private final Paragraph nothing = new Paragraph(getTranslation("health.queues.nothing"));

    QueuesCard(HealthDesk desk) {
        this.desk = desk;
        addClassName("card");
        rows.addClassName("health-rows");
        var failures = new Anchor("admin/failures", getTranslation("health.queues.open"));
        var head = new Header(new Div(new H2(getTranslation("health.queues")), pill), failures);
        head.addClassName("toolbar");
        add(head, nothing, rows);
    }

    void show(Map<String, QueueDepth> queues) {
        long parked = queues.values().stream().mapToLong(QueueDepth::parked).sum();
        boolean slow = queues.values().stream().anyMatch(queue -> queue.oldest().compareTo(LONG) > 0);
        if (parked > 0) {
            pill.show(State.FAIL, getTranslation("health.queues.parked", parked));
        } else if (slow) {
            pill.show(State.WAIT, getTranslation("health.queues.slow"));
        } else {
            pill.show(State.OK, getTranslation("health.queues.fine"));
        }
        nothing.setVisible(queues.isEmpty());
        rows.removeAll();
        queues.forEach((destination, depth) -> rows.add(row(destination, depth)));
    }

    private Div row(String destination, QueueDepth depth) {
        var name = new Span(desk.title(destination) + " · " + getTranslation("failures.what.account." + destination));
        name.addClassName("step-name");
        var figures = new Span(getTranslation("health.queues.figures", depth.waiting(), depth.parked()));
        var age = new Span(
                depth.oldest().isZero() ? "" : getTranslation("health.queues.oldest", minutes(depth.oldest())));
        age.addClassName("hint");
        return new Div(name, figures, age);
    }

    private String minutes(Duration age) {
        return age.compareTo(Duration.ofMinutes(2)) < 0
                ? getTranslation("health.seconds", age.toSeconds())
                : getTranslation("health.minutes", age.toMinutes());
    }
}
