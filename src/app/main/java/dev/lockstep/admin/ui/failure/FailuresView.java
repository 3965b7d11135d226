package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Operations.Failure;
import dev.lockstep.admin.ui.failure.FailureQuery.Age;
import dev.lockstep.core.ChangeId;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.records.Found;
import dev.lockstep.kit.records.Records;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.kit.records.RecordsPage;
import dev.lockstep.kit.records.Walk;
import dev.lockstep.outbox.trouble.Tally;
import dev.lockstep.outbox.trouble.TroubleFilter;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The changes that Clerk or Convex did not take: whose, what, why, and what can be done about each. The address keeps what is
 * filtered and which one is open; counts and rows follow what happens.
 */
@Route("admin/failures")
@Menu(title = "nav.failures", order = 200, icon = "FAILURE")
@RolesAllowed("ADMIN")
final class FailuresView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final Operations operations;
    private final Administrator administrator;
    private final Clock clock;
    private final FailureFilters filters;
    private final ChosenFailures chosen;
    private final FailurePanel panel;
    private final RecordsPage<FailureQuery, Failure> page;

    FailuresView(Operations operations, Clock clock) {
        super(UI.getCurrent().getTranslation("failures.title"), UI.getCurrent().getTranslation("failures.lead"));
        this.operations = operations;
        this.administrator = operations.administrator();
        this.clock = clock;
        addClassNames("admin-page", "failures-page");
        var grid = new RecordsGrid<Failure>(
                getTranslation("failures.title"), failure -> failure.change().id());
        page = new RecordsPage<>(new AllFailures(), grid, FailureQuery.NOTHING);
        filters = new FailureFilters(operations::title, this::go);
        chosen = new ChosenFailures(operations, page::refresh);
        panel = new FailurePanel(operations, new FailureDeeds(this, operations, page::refresh), clock, this::close);
        FailureColumns.of(grid, chosen, clock);
        page.above(chosen);
        page.beside(panel);
        page.walk(new Walked(), "x");
        add(filters, page);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        page.enter(event.getLocation().getQueryParameters());
    }

    private void go(FailureQuery wanted) {
        chosen.clear();
        page.go(wanted);
    }

    private void close() {
        page.go(page.filter().change(Optional.empty()));
    }

    /** What is listed. */
    private final class AllFailures implements Records<FailureQuery, Failure> {

        @Override
        public FailureQuery parse(QueryParameters said) {
            return FailureQuery.of(said);
        }

        @Override
        public String address(FailureQuery query) {
            return query.address();
        }

        @Override
        public Found<Failure> read(FailureQuery query) {
            TroubleFilter people = people(query);
            List<Tally> tallies = operations.tallies(administrator, people);
            TroubleFilter filter =
                    people.of(query.trouble()).in(query.table()).to(destinations(query.system(), tallies));
            Optional<OpenFailure> open = query.change().flatMap(id -> OpenFailure.read(operations, administrator, id));
            return new Found<>(
                    operations.countFailures(administrator, filter),
                    (offset, limit) -> operations.failures(administrator, filter, offset, limit),
                    () -> {
                        filters.show(query, tallies);
                        query.change().ifPresentOrElse(id -> panel.show(id, open), panel::close);
                    });
        }

        @Override
        public Runnable watch(Runnable news) {
            return operations.watch(news);
        }

        @Override
        public void open(Failure failure) {
            page.go(page.filter().change(Optional.of(failure.change().id())));
        }

        @Override
        public Component nothing(FailureQuery query) {
            return query.isOpen()
                    ? page.nothing(Glyph.CHECK, "failures.empty")
                    : page.nothing(
                            Glyph.CHECK,
                            "failures.none",
                            new Button(
                                    getTranslation("failures.none.all"),
                                    click -> go(FailureQuery.NOTHING.change(query.change()))));
        }
    }

    /** How the list is walked: x chooses the marked one. */
    private final class Walked implements Walk<FailureQuery, Failure> {

        @Override
        public Optional<ChangeId> opened(FailureQuery query) {
            return query.change();
        }

        @Override
        public void close() {
            FailuresView.this.close();
        }

        @Override
        public void pressed(String key, Failure marked) {
            ChangeId id = marked.change().id();
            chosen.choose(id, !chosen.has(id));
        }
    }

    private TroubleFilter people(FailureQuery wanted) {
        Instant now = clock.instant();
        TroubleFilter all = TroubleFilter.ALL.since(
                wanted.age().flatMap((Age age) -> age.from(now)), wanted.age().flatMap((Age age) -> age.until(now)));
        return wanted.person().isEmpty()
                ? all
                : all.ownedBy(Optional.of(operations.people(administrator, wanted.person())));
    }

    private Set<String> destinations(Optional<String> system, List<Tally> tallies) {
        if (system.isEmpty()) {
            return Set.of();
        }
        String wanted = system.get();
        Set<String> named = tallies.stream()
                .map(Tally::destination)
                .filter(destination -> operations.title(destination).equals(wanted))
                .collect(Collectors.toSet());
        // A system that nothing is held up on its way to fits nothing, which is not the same as fitting all.
        return named.isEmpty() ? Set.of(wanted) : named;
    }

    @Override
    public String getPageTitle() {
        return getTranslation("failures.title") + " · " + getTranslation("app.name");
    }
}
