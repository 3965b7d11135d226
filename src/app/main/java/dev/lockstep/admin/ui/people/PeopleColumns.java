package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.lockstep.account.people.ListedPerson;
import dev.lockstep.kit.Face;
import dev.lockstep.kit.records.RecordsGrid;
import java.time.Clock;

/** How a person looks in the list; in narrow places one column holds everything. */
final class PeopleColumns {

    private final RecordsGrid<ListedPerson> grid;
    private final Clock clock;

    private PeopleColumns(RecordsGrid<ListedPerson> grid, Clock clock) {
        this.grid = grid;
        this.clock = clock;
    }

    /** Gives the list its columns. */
    static void of(RecordsGrid<ListedPerson> grid, Clock clock) {
        new PeopleColumns(grid, clock).add();
    }

    private void add() {
        grid.addClassNames("failure-grid", "people-grid");
        grid.addComponentColumn(this::who)
                .setHeader(grid.getTranslation("users.person"))
                .setWidth("15em")
                .setFlexGrow(3);
        grid.wideOnly(
                grid.addColumn(person -> person.email().orElse(""))
                        .setHeader(grid.getTranslation("users.email"))
                        .setFlexGrow(3),
                grid.addComponentColumn(person -> PersonWords.state(grid, person))
                        .setHeader(grid.getTranslation("users.state")),
                grid.addColumn(person -> PersonWords.signedIn(grid, person, clock))
                        .setHeader(grid.getTranslation("users.signed-in"))
                        .setTooltipGenerator(person ->
                                person.lastSignedIn().map(String::valueOf).orElse("")));
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
        if (!grid.isWide()) {
            person.email().ifPresent(email -> words.add(new Div(new Span(email))));
            words.add(new Div(
                    PersonWords.state(grid, person), new Span(" · " + PersonWords.signedIn(grid, person, clock))));
        }
        var who = new Div(new Face(person.imageUrl(), person.name()), words);
        who.addClassName("person-line");
        return who;
    }
}
