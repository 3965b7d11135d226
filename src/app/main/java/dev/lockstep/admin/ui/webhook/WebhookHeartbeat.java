package dev.lockstep.admin.ui.webhook;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.account.webhook.Webhooks.Refused;
import dev.lockstep.admin.WebhookDesk.Heartbeat;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.CopyField;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import java.time.Clock;
import java.util.List;

/** Whether webhooks arrive, and if not, what to set where. */
final class WebhookHeartbeat extends Section {

    private static final int SHOWN = 3;

    private final Clock clock;
    private final StatePill pill = new StatePill(State.WAIT, "");
    private final Paragraph advice = new Paragraph();
    private final CopyField address = new CopyField(getTranslation("webhooks.address"));
    private final Div refused = new Div();

    WebhookHeartbeat(Clock clock) {
        this.clock = clock;
        addClassNames("card", "heartbeat");
        refused.addClassName("failure-what");
        address.show("/webhooks/clerk");
        add(pill, advice, address, refused);
    }

    /** @param site where the browser found this site: {@code https://lockstep.example} */
    void address(String site) {
        address.show(site + "/webhooks/clerk");
    }

    void show(Heartbeat heartbeat) {
        if (!heartbeat.open()) {
            pill.show(State.FAIL, getTranslation("webhooks.closed"));
            advice.setText(getTranslation("webhooks.closed.detail"));
        } else if (heartbeat.lastReceived().isEmpty()) {
            pill.show(State.WAIT, getTranslation("webhooks.never"));
            advice.setText(getTranslation("webhooks.never.detail"));
        } else {
            pill.show(
                    State.OK,
                    getTranslation(
                            "webhooks.last",
                            Ago.since(this, heartbeat.lastReceived().get(), clock)));
            advice.setText(
                    heartbeat.unsettled() == 0
                            ? getTranslation("webhooks.settled")
                            : getTranslation("webhooks.unsettled", heartbeat.unsettled()));
        }
        refused.removeAll();
        List<Refused> latest = heartbeat.refused();
        latest.stream()
                .limit(SHOWN)
                .forEach(one -> refused.add(new Div(new Span(getTranslation(
                        "webhooks.refused",
                        Ago.since(this, one.at(), clock),
                        getTranslation("webhooks.why." + one.why()))))));
    }
}
