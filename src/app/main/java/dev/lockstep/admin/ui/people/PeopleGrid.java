package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.dom.Element;
import dev.lockstep.account.people.ListedPerson;
import dev.lockstep.account.people.PeopleFilter;
import dev.lockstep.admin.PeopleDesk;
import dev.lockstep.kit.Face;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** The list of people, read piece by piece; in narrow places one column holds everything. */
final class PeopleGrid extends Grid<ListedPerson> {

    private static final int FEW = 12;

    private final Clock clock;
    private final List<Grid.Column<ListedPerson>> wideOnly;
    private PeopleFilter filter = PeopleFilter.ALL;
    private long size;

    PeopleGrid(PeopleDesk desk, Consumer<ListedPerson> opened, Clock clock) {
        this.clock = clock;
        addClassNames("failure-grid", "people-grid");
        addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        getElement().setAttribute("aria-label", getTranslation("users.title"));
        addComponentColumn(this::who)
                .setHeader(getTranslation("users.person"))
                .setWidth("15em")
                .setFlexGrow(3);
        wideOnly = List.of(
                addColumn(person -> person.email().orElse(""))
                        .setHeader(getTranslation("users.email"))
                        .setFlexGrow(3),
                addComponentColumn(person -> PersonWords.state(this, person)).setHeader(getTranslation("users.state")),
                addColumn(person -> PersonWords.signedIn(this, person, clock))
                        .setHeader(getTranslation("users.signed-in"))
                        .setTooltipGenerator(person ->
                                person.lastSignedIn().map(String::valueOf).orElse("")));
        // The count is known from the filter line; asking the database again would double its work.
        setItems(new CallbackDataProvider<>(
                query -> desk.page(filter, query.getOffset(), query.getLimit()).stream(),
                query -> (int) size,
                ListedPerson::id));
        addItemClickListener(click -> opened.accept(click.getItem()));
    }

    private Component who(ListedPerson person) {
        var name = new Element("strong");
        name.setText(person.name());
        var words = new Div();
        words.addClassName("failure-what");
        words.getElement().appendChild(name);
        words.add(new Span(person.username()
                .map(username -> "@" + username)
                .orElse(person.id().value())));
        if (!wideOnly.getFirst().isVisible()) {
            person.email().ifPresent(email -> words.add(new Div(new Span(email))));
            words.add(new Div(
                    PersonWords.state(this, person), new Span(" · " + PersonWords.signedIn(this, person, clock))));
        }
        var who = new Div(new Face(person.imageUrl(), person.name()), words);
        who.addClassName("person-line");
        return who;
    }

    /** A few rows make a short list; many scroll inside a list of fixed height. */
    void show(PeopleFilter wanted, long count) {
        filter = wanted;
        size = count;
        setVisible(count > 0);
        setAllRowsVisible(count <= FEW);
        setHeight(count <= FEW ? null : "min(720px, 70dvh)");
        getDataProvider().refreshAll();
    }

    void wide(boolean wide) {
        if (wideOnly.getFirst().isVisible() != wide) {
            wideOnly.forEach(column -> column.setVisible(wide));
            getDataProvider().refreshAll();
        }
    }
}
