package dev.lockstep.admin.ui.webhook;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.webhook.Webhooks.Message;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.WebhookDesk;
import dev.lockstep.admin.WebhookDesk.Heartbeat;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.records.Found;
import dev.lockstep.kit.records.Records;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.kit.records.RecordsPage;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;

/** What Clerk has sent: whether anything comes at all, what each message led to, and applying one again. */
@Route("admin/webhooks")
@Menu(title = "nav.webhooks", order = 210, icon = "WEBHOOK")
@RolesAllowed("ADMIN")
final class WebhooksView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final WebhookDesk desk;
    private final Administrator administrator;
    private final WebhookHeartbeat heartbeat;
    private final WebhookFilters filters;
    private final RecordsPage<WebhookQuery, Message> page;
    private boolean everReceived;

    WebhooksView(WebhookDesk desk, Clock clock) {
        super(UI.getCurrent().getTranslation("webhooks.title"), UI.getCurrent().getTranslation("webhooks.lead"));
        this.desk = desk;
        this.administrator = desk.administrator();
        this.heartbeat = new WebhookHeartbeat(clock);
        addClassName("admin-page");
        var grid = new RecordsGrid<Message>(getTranslation("webhooks.title"), Message::id);
        WebhookColumns.of(grid, clock);
        page = new RecordsPage<>(new Messages(), grid, WebhookQuery.NOTHING);
        filters = new WebhookFilters(page::go);
        add(heartbeat, filters, page);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        page.enter(event.getLocation().getQueryParameters());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI()
                .getPage()
                .fetchCurrentURL(url -> heartbeat.address(url.getProtocol() + "://" + url.getAuthority()));
    }

    /** What is listed. */
    private final class Messages implements Records<WebhookQuery, Message> {

        @Override
        public WebhookQuery parse(QueryParameters said) {
            return WebhookQuery.of(said);
        }

        @Override
        public String address(WebhookQuery query) {
            return query.address();
        }

        @Override
        public Found<Message> read(WebhookQuery query) {
            Heartbeat beat = desk.heartbeat(administrator);
            return new Found<>(
                    desk.count(administrator, query.filter()),
                    Found.Rows.paged((number, size) -> desk.newest(administrator, query.filter(), number, size)),
                    () -> {
                        everReceived = beat.lastReceived().isPresent();
                        heartbeat.show(beat);
                        filters.show(query);
                    });
        }

        @Override
        public Runnable watch(Runnable news) {
            return desk.watch(news);
        }

        @Override
        public Component nothing(WebhookQuery query) {
            return page.nothing(Glyph.WEBHOOK, everReceived ? "webhooks.nothing" : "webhooks.empty");
        }

        @Override
        public void open(Message message) {
            new WebhookDialog(desk, message, page::refresh).open();
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("webhooks.title") + " · " + getTranslation("app.name");
    }
}
