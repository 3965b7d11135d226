package dev.lockstep.admin.ui.webhook;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.webhook.MessageState;
import dev.lockstep.account.webhook.Webhooks.Filter;
import dev.lockstep.account.webhook.Webhooks.Message;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.WebhookDesk;
import dev.lockstep.admin.WebhookDesk.Heartbeat;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What Clerk has sent: whether anything comes at all, what each message led to, and applying one again. */
@Route("admin/webhooks")
@Menu(title = "nav.webhooks", order = 210, icon = "WEBHOOK")
@RolesAllowed("ADMIN")
final class WebhooksView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    /** Below this width the grid shows one column that holds everything. */
    private static final int NARROW = 900;

    private static final int FEW = 12;

    private final WebhookDesk desk;
    private final Administrator administrator;
    private final Clock clock;
    private final WebhookHeartbeat heartbeat;
    private final Grid<Message> grid = new Grid<>();
    private final Div none = new Div();
    private final Select<MessageState> state = new Select<>();
    private final TextField text = new TextField();
    private Runnable again = () -> {};
    private long size;

    /** Changed on the page only. */
    private volatile Filter filter = Filter.ALL;

    private List<Grid.Column<Message>> wideOnly = List.of();

    WebhooksView(WebhookDesk desk, Clock clock) {
        super(UI.getCurrent().getTranslation("webhooks.title"), UI.getCurrent().getTranslation("webhooks.lead"));
        this.desk = desk;
        this.administrator = desk.administrator();
        this.clock = clock;
        this.heartbeat = new WebhookHeartbeat(clock);
        addClassName("admin-page");
        add(heartbeat, filters(), grid, none);
        prepareGrid();
    }

    private Component filters() {
        state.setLabel(getTranslation("webhooks.state"));
        state.setItems(MessageState.values());
        state.setEmptySelectionAllowed(true);
        state.setEmptySelectionCaption(getTranslation("webhooks.all"));
        state.setItemLabelGenerator(one -> one == null
                ? getTranslation("webhooks.all")
                : getTranslation("webhooks.state." + one.name().toLowerCase(Locale.ROOT)));
        text.setLabel(getTranslation("webhooks.find"));
        text.setPlaceholder("user.updated, user_…");
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        state.addValueChangeListener(change -> filtered(change.isFromClient()));
        text.addValueChangeListener(change -> filtered(change.isFromClient()));
        var bar = new Div(state, text);
        bar.addClassName("filter-bar");
        return bar;
    }

    private void prepareGrid() {
        grid.addClassName("failure-grid");
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.addComponentColumn(this::what)
                .setHeader(getTranslation("webhooks.what"))
                .setWidth("16em")
                .setFlexGrow(2);
        var effect = grid.addComponentColumn(this::effect).setHeader(getTranslation("webhooks.effect"));
        var deliveries = grid.addColumn(Message::deliveries).setHeader(getTranslation("webhooks.deliveries"));
        var error = grid.addColumn(message -> message.error().orElse(""))
                .setHeader(getTranslation("webhooks.error"))
                .setFlexGrow(3);
        var when = grid.addColumn(message -> Ago.since(this, message.receivedAt(), clock))
                .setHeader(getTranslation("webhooks.received"));
        wideOnly = List.of(effect, deliveries, error, when);
        wideOnly.forEach(column -> column.setAutoWidth(true));
        grid.addItemClickListener(click -> open(click.getItem()));
        grid.setItems(new CallbackDataProvider<>(
                query -> desk.newest(filter, query.getPage(), query.getPageSize()).stream(), query -> (int) size));
    }

    private Filter filter() {
        Set<MessageState> states = state.getValue() == null ? Filter.ALL.states() : EnumSet.of(state.getValue());
        return new Filter(states, text.getValue().strip());
    }

    private Component what(Message message) {
        var type = new Div(new Span(message.type()));
        type.addClassName("webhook-type");
        var what = new Div(type, new Span(message.subject().orElse("")));
        what.addClassName("failure-what");
        if (!wideOnly.isEmpty() && !wideOnly.getFirst().isVisible()) {
            what.add(new Div(effect(message), new Span(" " + Ago.since(this, message.receivedAt(), clock) + " ")));
            message.error().ifPresent(error -> what.add(new Div(new Span(error))));
        }
        return what;
    }

    private StatePill effect(Message message) {
        return switch (message.state()) {
            case PARKED -> new StatePill(State.FAIL, getTranslation("webhooks.state.parked"));
            case WAITING ->
                new StatePill(
                        State.WAIT,
                        message.error().isPresent()
                                ? getTranslation("webhooks.trying", Ago.until(this, message.nextAttemptAt(), clock))
                                : getTranslation("webhooks.state.waiting"));
            case APPLIED ->
                new StatePill(
                        State.OK,
                        getTranslation("webhooks.effect." + message.effect().orElse("KNOWN")));
        };
    }

    private void open(Message message) {
        new WebhookDialog(desk, message, this::refresh).open();
    }

    private void filtered(boolean byPerson) {
        if (byPerson) {
            var parameters = new LinkedHashMap<String, String>();
            Optional.ofNullable(state.getValue())
                    .ifPresent(one -> parameters.put("state", one.name().toLowerCase(Locale.ROOT)));
            if (!text.getValue().isBlank()) {
                parameters.put("find", text.getValue().strip());
            }
            String query = parameters.isEmpty()
                    ? ""
                    : "?" + QueryParameters.simple(parameters).getQueryString();
            getUI().ifPresent(ui -> ui.getPage().getHistory().replaceState(null, "admin/webhooks" + query));
        }
        refresh();
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var parameters = event.getLocation().getQueryParameters();
        state.setValue(parameters
                .getSingleParameter("state")
                .flatMap(word -> Arrays.stream(MessageState.values())
                        .filter(one -> one.name().equalsIgnoreCase(word))
                        .findFirst())
                .orElse(null));
        text.setValue(parameters.getSingleParameter("find").orElse(""));
        refresh();
    }

    /** How things stand for this filter. */
    private record Standing(Filter filter, Heartbeat heartbeat, long count) {}

    private Standing read() {
        Filter wanted = filter;
        return new Standing(wanted, desk.heartbeat(administrator), desk.count(administrator, wanted));
    }

    private void refresh() {
        filter = filter();
        show(read());
    }

    /** What was read for another filter than the one shown by now is read again. */
    private void showNews(Standing now) {
        if (now.filter().equals(filter)) {
            show(now);
        } else {
            again.run();
        }
    }

    private void show(Standing now) {
        heartbeat.show(now.heartbeat());
        long count = now.count();
        size = count;
        grid.setVisible(count > 0);
        none.setVisible(count == 0);
        none.removeAll();
        if (count == 0) {
            boolean any = now.heartbeat().lastReceived().isPresent();
            String key = any ? "webhooks.nothing" : "webhooks.empty";
            none.add(new EmptyState(Glyph.WEBHOOK, getTranslation(key), getTranslation(key + ".detail")));
        }
        // A few rows make a short list; many scroll inside a list of fixed height.
        grid.setAllRowsVisible(count <= FEW);
        grid.setHeight(count <= FEW ? null : "min(640px, 70dvh)");
        grid.getDataProvider().refreshAll();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var page = event.getUI().getPage();
        page.fetchCurrentURL(url -> heartbeat.address(url.getProtocol() + "://" + url.getAuthority()));
        page.retrieveExtendedClientDetails(details -> fit(details.getBodyClientWidth()));
        var resizes = page.addBrowserWindowResizeListener(resize -> fit(resize.getWidth()));
        again = Live.of(this).follow(desk::watch, this::read, this::showNews);
        addDetachListener(detach -> {
            detach.unregisterListener();
            resizes.remove();
        });
    }

    private void fit(int width) {
        boolean wide = width >= NARROW;
        if (wideOnly.getFirst().isVisible() != wide) {
            wideOnly.forEach(column -> column.setVisible(wide));
            grid.getDataProvider().refreshAll();
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("webhooks.title") + " · " + getTranslation("app.name");
    }
}
