package dev.lockstep.admin.ui.webhook;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.account.webhook.Webhooks.Message;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.records.RecordsGrid;
import java.time.Clock;

/** How a message looks in the list; in narrow places one column holds everything. */
final class WebhookColumns {

    private final RecordsGrid<Message> grid;
    private final Clock clock;

    private WebhookColumns(RecordsGrid<Message> grid, Clock clock) {
        this.grid = grid;
        this.clock = clock;
    }

    /** Gives the list its columns. */
    static void of(RecordsGrid<Message> grid, Clock clock) {
        new WebhookColumns(grid, clock).add();
    }

    private void add() {
        grid.addClassName("failure-grid");
        grid.addComponentColumn(this::what)
                .setHeader(grid.getTranslation("webhooks.what"))
                .setWidth("16em")
                .setFlexGrow(2);
        grid.wideOnly(
                grid.addComponentColumn(this::effect)
                        .setHeader(grid.getTranslation("webhooks.effect"))
                        .setAutoWidth(true),
                grid.addColumn(Message::deliveries)
                        .setHeader(grid.getTranslation("webhooks.deliveries"))
                        .setAutoWidth(true),
                grid.addColumn(message -> message.error().orElse(""))
                        .setHeader(grid.getTranslation("webhooks.error"))
                        .setAutoWidth(true)
                        .setFlexGrow(3),
                grid.addColumn(message -> Ago.since(grid, message.receivedAt(), clock))
                        .setHeader(grid.getTranslation("webhooks.received"))
                        .setAutoWidth(true));
    }

    private Component what(Message message) {
        var type = new Div(new Span(message.type()));
        type.addClassName("webhook-type");
        var what = new Div(type, new Span(message.subject().orElse("")));
        what.addClassName("failure-what");
        if (!grid.isWide()) {
            what.add(new Div(effect(message), new Span(" " + Ago.since(grid, message.receivedAt(), clock) + " ")));
            message.error().ifPresent(error -> what.add(new Div(new Span(error))));
        }
        return what;
    }

    private StatePill effect(Message message) {
        return switch (message.state()) {
            case PARKED -> new StatePill(State.FAIL, grid.getTranslation("webhooks.state.parked"));
            case WAITING ->
                new StatePill(
                        State.WAIT,
                        message.error().isPresent()
                                ? grid.getTranslation(
                                        "webhooks.trying", Ago.until(grid, message.nextAttemptAt(), clock))
                                : grid.getTranslation("webhooks.state.waiting"));
            case APPLIED ->
                new StatePill(
                        State.OK,
                        grid.getTranslation(
                                "webhooks.effect." + message.effect().orElse("KNOWN")));
        };
    }
}
