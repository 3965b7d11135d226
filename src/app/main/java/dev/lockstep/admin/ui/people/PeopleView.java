package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.people.ListedPerson;
import dev.lockstep.account.people.PeopleFilter;
import dev.lockstep.admin.PeopleDesk;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.Optional;

/** Everybody this site has heard of, and beside the list one of them; the address keeps the filter and who is open. */
@Route("admin/users")
@Menu(title = "nav.users", order = 205, icon = "PEOPLE")
@RolesAllowed("ADMIN")
final class PeopleView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    /** Below this width the grid shows one column that holds everything. */
    private static final int NARROW = 900;

    private final PeopleDesk desk;
    private final PeopleFilters filters;
    private final PeopleGrid grid;
    private final PersonPanel panel;
    private final Div empty = new Div();
    private final Div body;
    private PeopleQuery query = PeopleQuery.NOTHING;
    private int width = Integer.MAX_VALUE;

    PeopleView(PeopleDesk desk, Clock clock) {
        super(UI.getCurrent().getTranslation("users.title"), UI.getCurrent().getTranslation("users.lead"));
        this.desk = desk;
        addClassNames("admin-page", "people-page");
        filters = new PeopleFilters(wanted -> go(query.filter(wanted)));
        grid = new PeopleGrid(desk, this::open, clock);
        panel = new PersonPanel(desk, clock, this::close, this::refresh);
        var list = new Div(grid, empty);
        list.addClassName("failures-list");
        body = new Div(list, panel);
        body.addClassName("failures-body");
        add(filters, body);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        query = PeopleQuery.of(event.getLocation().getQueryParameters());
        refresh();
        query.person().ifPresentOrElse(panel::show, panel::close);
        arrange();
    }

    private void go(PeopleQuery wanted) {
        query = wanted;
        getUI().ifPresent(ui -> ui.getPage().getHistory().replaceState(null, query.address()));
        refresh();
    }

    /** Reads the list again and keeps who is open. */
    private void refresh() {
        long count = desk.count(query.filter());
        filters.show(query.filter(), count);
        grid.show(query.filter(), count);
        empty.removeAll();
        if (count == 0) {
            empty.add(nothing());
        }
    }

    private Component nothing() {
        PeopleFilter filter = query.filter();
        String key = "users.none." + (filter.text().isEmpty() ? PeopleQuery.word(filter.show()) : "find");
        var nothing = new EmptyState(Glyph.PEOPLE, getTranslation(key), getTranslation(key + ".detail"));
        if (!filter.isOpen()) {
            var all = new PeopleFilter("", PeopleFilter.Show.ALL, filter.order());
            nothing.add(new Button(getTranslation("users.none.clear"), click -> go(query.filter(all))));
        }
        return nothing;
    }

    private void open(ListedPerson person) {
        go(query.person(Optional.of(person.id())));
        panel.show(person.id());
        arrange();
    }

    private void close() {
        panel.close();
        go(query.person(Optional.empty()));
        arrange();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var page = event.getUI().getPage();
        page.retrieveExtendedClientDetails(details -> fit(details.getBodyClientWidth()));
        var resizes = page.addBrowserWindowResizeListener(resize -> fit(resize.getWidth()));
        addDetachListener(detach -> {
            detach.unregisterListener();
            resizes.remove();
        });
    }

    private void fit(int now) {
        width = now;
        arrange();
    }

    private void arrange() {
        body.setClassName("with-panel", panel.isVisible());
        grid.wide(width >= NARROW && !panel.isVisible());
    }

    @Override
    public String getPageTitle() {
        return getTranslation("users.title") + " · " + getTranslation("app.name");
    }
}
