package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.account.people.PeopleFilter;
import dev.lockstep.account.people.PeopleFilter.Order;
import dev.lockstep.account.people.PeopleFilter.Show;
import java.util.function.Consumer;

/** What narrows the list of people down, and how many there are. */
final class PeopleFilters extends Div {

    private final TextField find = new TextField();
    private final Select<Show> show = new Select<>();
    private final Select<Order> order = new Select<>();
    private final Span count = new Span();
    private boolean showing;

    PeopleFilters(Consumer<PeopleFilter> changed) {
        addClassNames("filter-bar", "people-filters");
        find.setLabel(getTranslation("users.find"));
        find.setPlaceholder(getTranslation("users.find.hint"));
        find.setClearButtonVisible(true);
        find.setMaxLength(200);
        find.setValueChangeMode(ValueChangeMode.LAZY);
        prepare(show, "users.show", Show.values());
        prepare(order, "users.order", Order.values());
        find.addValueChangeListener(change -> tell(changed));
        show.addValueChangeListener(change -> tell(changed));
        order.addValueChangeListener(change -> tell(changed));
        count.addClassName("people-count");
        count.getElement().setAttribute("role", "status");
        add(find, show, order, count);
    }

    private <T extends Enum<T>> void prepare(Select<T> select, String label, T[] items) {
        select.setLabel(getTranslation(label));
        select.setItems(items);
        select.setItemLabelGenerator(item -> getTranslation(label + "." + PeopleQuery.word(item)));
    }

    private void tell(Consumer<PeopleFilter> changed) {
        if (!showing) {
            changed.accept(new PeopleFilter(find.getValue(), show.getValue(), order.getValue()));
        }
    }

    void show(PeopleFilter filter, long people) {
        showing = true;
        if (!find.getValue().strip().equals(filter.text())) {
            find.setValue(filter.text());
        }
        show.setValue(filter.show());
        order.setValue(filter.order());
        showing = false;
        count.setText(getTranslation("users.count", people));
    }
}
