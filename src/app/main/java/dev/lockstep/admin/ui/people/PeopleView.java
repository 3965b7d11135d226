package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.people.ListedPerson;
import dev.lockstep.account.people.PeopleFilter;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.PeopleDesk;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.records.Found;
import dev.lockstep.kit.records.Records;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.kit.records.RecordsPage;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.Optional;

/** Everybody this site has heard of, and beside the list one of them; the address keeps the filter and who is open. */
@Route("admin/users")
@Menu(title = "nav.users", order = 205, icon = "PEOPLE")
@RolesAllowed("ADMIN")
final class PeopleView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final PeopleDesk desk;
    private final Administrator administrator;
    private final PeopleFilters filters;
    private final PersonPanel panel;
    private final RecordsPage<PeopleQuery, ListedPerson> page;

    PeopleView(PeopleDesk desk, Clock clock) {
        super(UI.getCurrent().getTranslation("users.title"), UI.getCurrent().getTranslation("users.lead"));
        this.desk = desk;
        this.administrator = desk.administrator();
        addClassNames("admin-page", "people-page");
        var grid = new RecordsGrid<ListedPerson>(getTranslation("users.title"), ListedPerson::id);
        PeopleColumns.of(grid, clock);
        page = new RecordsPage<>(new Everybody(), grid, PeopleQuery.NOTHING);
        filters = new PeopleFilters(wanted -> page.go(page.filter().filter(wanted)));
        panel = new PersonPanel(
                desk, clock, () -> page.goBeside(page.filter().person(Optional.empty())), page::refresh);
        page.beside(panel);
        add(filters, page);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        page.enter(event.getLocation().getQueryParameters());
    }

    /** Who is listed. */
    private final class Everybody implements Records<PeopleQuery, ListedPerson> {

        @Override
        public PeopleQuery parse(QueryParameters said) {
            return PeopleQuery.of(said);
        }

        @Override
        public String address(PeopleQuery query) {
            return query.address();
        }

        @Override
        public Found<ListedPerson> read(PeopleQuery query) {
            PeopleFilter filter = query.filter();
            long count = desk.count(administrator, filter);
            return new Found<>(
                    count,
                    (offset, limit) -> desk.page(administrator, filter, offset, limit),
                    () -> filters.show(filter, count));
        }

        @Override
        public void open(ListedPerson person) {
            page.goBeside(page.filter().person(Optional.of(person.id())));
        }

        @Override
        public void beside(PeopleQuery query) {
            query.person().ifPresentOrElse(panel::show, panel::close);
        }

        @Override
        public Component nothing(PeopleQuery query) {
            PeopleFilter filter = query.filter();
            String key = "users.none." + (filter.text().isEmpty() ? PeopleQuery.word(filter.show()) : "find");
            var nothing = page.nothing(Glyph.PEOPLE, key);
            if (!filter.isOpen()) {
                var all = new PeopleFilter("", PeopleFilter.Show.ALL, filter.order());
                nothing.add(new Button(getTranslation("users.none.clear"), click -> page.go(query.filter(all))));
            }
            return nothing;
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("users.title") + " · " + getTranslation("app.name");
    }
}
