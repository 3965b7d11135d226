package dev.lockstep.admin.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.dom.Element;
import dev.lockstep.admin.Reconciliations.Heartbeat;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;

/** Whether Clerk's webhooks come; when they do not, which address Clerk should be given. */
public final class HeartbeatLine extends Div {

    /** A quiet night is no trouble; two are. */
    private static final Duration QUIET = Duration.ofHours(36);

    private final Element address = new Element("code");
    private final boolean teaches;

    public HeartbeatLine(Heartbeat heartbeat, Clock clock) {
        addClassName("last-webhook");
        boolean lately = heartbeat
                .last()
                .filter(last -> last.isAfter(clock.instant().minus(QUIET)))
                .isPresent();
        teaches = !lately || !heartbeat.open();
        String since =
                heartbeat.last().map(last -> Ago.since(this, last, clock)).orElse("");
        add(new StatePill(teaches ? State.WAIT : State.OK, sentence(heartbeat, lately, since)));
        if (teaches) {
            getElement().appendChild(address);
        }
    }

    private String sentence(Heartbeat heartbeat, boolean lately, String since) {
        if (!heartbeat.open()) {
            return getTranslation("reconciliation.heartbeat.closed");
        }
        if (lately) {
            return getTranslation("reconciliation.heartbeat", since);
        }
        return since.isEmpty()
                ? getTranslation("reconciliation.heartbeat.never")
                : getTranslation("reconciliation.heartbeat.old", since);
    }

    /** The browser knows under which name this site is reached, whatever stands in between. */
    @Override
    protected void onAttach(AttachEvent event) {
        if (teaches) {
            event.getUI().getPage().fetchCurrentURL(this::show);
        }
    }

    private void show(URL page) {
        address.setText(page.getProtocol() + "://" + page.getAuthority() + "/webhooks/clerk");
    }
}
