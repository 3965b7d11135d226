package dev.lockstep.data.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.sync.table.RecordFilter;
import java.util.function.Consumer;

/** What narrows the list of records down, and how many there are. */
final class DataFilters extends Div {

    private final TextField find = new TextField();
    private final Select<Boolean> show = new Select<>();
    private final Span count = new Span();
    private boolean showing;

    DataFilters(boolean deletable, Consumer<RecordFilter> changed) {
        addClassNames("filter-bar", "shared-filters");
        find.setLabel(getTranslation("shared.find"));
        find.setClearButtonVisible(true);
        find.setMaxLength(200);
        find.setValueChangeMode(ValueChangeMode.LAZY);
        show.setLabel(getTranslation("shared.show"));
        show.setItems(false, true);
        show.setItemLabelGenerator(deleted -> getTranslation(deleted ? "shared.show.deleted" : "shared.show.there"));
        show.setVisible(deletable);
        find.addValueChangeListener(change -> tell(changed));
        show.addValueChangeListener(change -> tell(changed));
        count.addClassName("people-count");
        count.getElement().setAttribute("role", "status");
        add(find, show, count);
    }

    private void tell(Consumer<RecordFilter> changed) {
        if (!showing) {
            changed.accept(new RecordFilter(find.getValue().strip(), show.getValue()));
        }
    }

    void show(RecordFilter filter, long records) {
        showing = true;
        if (!find.getValue().strip().equals(filter.text())) {
            find.setValue(filter.text());
        }
        show.setValue(filter.deleted());
        showing = false;
        count.setText(getTranslation("shared.count", records));
    }
}
