package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.admin.ui.failure.FailureQuery.Age;
import dev.lockstep.outbox.trouble.Tally;
import dev.lockstep.outbox.trouble.Trouble;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The filters of the list: one button a class with its count, then system, table, person and age. */
final class FailureFilters extends Div {

    private final Function<String, String> titles;
    private final Consumer<FailureQuery> changed;
    private final Map<Optional<Trouble>, NativeButton> classes = new LinkedHashMap<>();
    private final Select<String> system = new Select<>();
    private final Select<String> table = new Select<>();
    private final TextField person = new TextField();
    private final Select<Age> age = new Select<>();
    private FailureQuery query = FailureQuery.NOTHING;
    private boolean showing;

    /** @param titles what people call a destination */
    FailureFilters(Function<String, String> titles, Consumer<FailureQuery> changed) {
        this.titles = titles;
        this.changed = changed;
        addClassName("failure-filters");
        var row = new Div(system, table, person, age);
        row.addClassName("failure-selects");
        add(classRow(), row);
        prepare(system, "failures.system", value -> value, value -> query.system(value));
        prepare(table, "failures.table", value -> Words.table(this, value), value -> query.table(value));
        prepare(
                age,
                "failures.age",
                value -> getTranslation("failures.age." + FailureQuery.word(value)),
                value -> query.age(value));
        age.setItems(Age.values());
        person.setLabel(getTranslation("failures.person"));
        person.setPlaceholder(getTranslation("failures.person.hint"));
        person.setClearButtonVisible(true);
        person.setValueChangeMode(ValueChangeMode.LAZY);
        person.addValueChangeListener(change -> tell(query.person(change.getValue())));
    }

    private Div classRow() {
        var row = new Div();
        row.addClassName("failure-classes");
        row.getElement().setAttribute("role", "group");
        row.getElement().setAttribute("aria-label", getTranslation("failures.class"));
        row.add(classButton(Optional.empty()));
        Arrays.stream(Trouble.values())
                .sorted((one, other) -> Boolean.compare(other == Trouble.PARKED, one == Trouble.PARKED))
                .forEach(trouble -> row.add(classButton(Optional.of(trouble))));
        return row;
    }

    private NativeButton classButton(Optional<Trouble> trouble) {
        var button = new NativeButton();
        button.addClickListener(click -> tell(query.trouble(trouble)));
        classes.put(trouble, button);
        return button;
    }

    private <T> void prepare(
            Select<T> select, String label, Function<T, String> words, Function<Optional<T>, FailureQuery> wanted) {
        select.setLabel(getTranslation(label));
        select.setEmptySelectionAllowed(true);
        select.setEmptySelectionCaption(getTranslation("failures.all"));
        select.setItemLabelGenerator(value -> value == null ? getTranslation("failures.all") : words.apply(value));
        select.addValueChangeListener(change -> tell(wanted.apply(Optional.ofNullable(change.getValue()))));
    }

    private void tell(FailureQuery wanted) {
        if (!showing && !wanted.equals(query)) {
            query = wanted;
            changed.accept(wanted);
        }
    }

    /** Shows the filter as it is and what there is of each. */
    void show(FailureQuery now, List<Tally> tallies) {
        query = now;
        showing = true;
        Predicate<Tally> others =
                tally -> fits(now.system(), titles.apply(tally.destination())) && fits(now.table(), tally.table());
        classes.forEach((trouble, button) -> show(button, trouble, count(tallies, trouble, others)));
        items(
                system,
                tallies.stream().map(tally -> titles.apply(tally.destination())).toList(),
                now.system());
        items(table, tallies.stream().map(Tally::table).toList(), now.table());
        age.setValue(now.age().orElse(null));
        if (!person.getValue().strip().equals(now.person())) {
            person.setValue(now.person());
        }
        showing = false;
    }

    static long count(List<Tally> tallies, Optional<Trouble> trouble, Predicate<Tally> others) {
        return tallies.stream()
                .filter(tally ->
                        trouble.map(wanted -> tally.trouble() == wanted).orElse(tally.trouble() != Trouble.DISCARDED))
                .filter(others)
                .mapToLong(Tally::count)
                .sum();
    }

    private static boolean fits(Optional<String> wanted, String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    private void show(NativeButton button, Optional<Trouble> trouble, long count) {
        String word = trouble.map(one -> Words.trouble(this, one)).orElseGet(() -> getTranslation("failures.all"));
        var number = new Span(getTranslation("failures.count", count));
        number.addClassName("count");
        button.removeAll();
        button.add(new Span(word), number);
        boolean chosen = query.trouble().equals(trouble);
        button.getElement().setAttribute("aria-pressed", String.valueOf(chosen));
        button.setClassName("none", count == 0 && !chosen);
    }

    /** Setting items takes the value away, so only when they are others; what the address names stays a choice. */
    private static void items(Select<String> select, Collection<String> found, Optional<String> chosen) {
        var items = new TreeSet<>(found);
        chosen.ifPresent(items::add);
        List<String> shown = select.getListDataView().getItems().toList();
        if (!shown.equals(List.copyOf(items))) {
            select.setItems(items);
        }
        if (!Objects.equals(select.getValue(), chosen.orElse(null))) {
            select.setValue(chosen.orElse(null));
        }
    }
}
