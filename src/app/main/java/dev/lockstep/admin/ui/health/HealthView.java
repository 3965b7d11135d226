package dev.lockstep.admin.ui.health;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.admin.HealthDesk;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Reconciliations;
import dev.lockstep.admin.ui.HeartbeatLine;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;

/** How this installation is, looked at when the page opens. */
@Route("admin/health")
@Menu(title = "nav.health", order = 240, icon = "HEALTH")
@RolesAllowed("ADMIN")
final class HealthView extends Page implements HasDynamicTitle {

    private final HealthDesk desk;
    private final QueuesCard queues;
    private final StorageCard storage = new StorageCard();

    HealthView(HealthDesk desk, Reconciliations reconciliations, Clock clock) {
        super(UI.getCurrent().getTranslation("health.title"), UI.getCurrent().getTranslation("health.lead"));
        this.desk = desk;
        addClassNames("admin-page", "health");
        queues = new QueuesCard(desk);
        var webhooks = new Header(
                new H2(getTranslation("nav.webhooks")),
                new Anchor("admin/webhooks", getTranslation("health.webhooks.open")));
        webhooks.addClassName("toolbar");
        Section heartbeat = card(webhooks, new HeartbeatLine(reconciliations.heartbeat(), clock));
        var others = new Div(heartbeat, queues, storage);
        others.addClassName("health-others");
        var body = new Div(new SelfTestCard(desk), others);
        body.addClassName("health-body");
        add(body);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        queues.show(desk.queues());
        Administrator by = desk.administrator();
        Live.of(this).run(() -> desk.storage(by), storage::show, failure -> storage.broken());
    }

    @Override
    public String getPageTitle() {
        return getTranslation("health.title") + " · " + getTranslation("app.name");
    }
}
