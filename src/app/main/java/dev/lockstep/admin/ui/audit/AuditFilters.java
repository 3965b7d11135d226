package dev.lockstep.admin.ui.audit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.admin.ui.audit.AuditQuery.Since;
import java.util.function.Consumer;

/** What narrows the trail down, and what takes away what is shown. */
final class AuditFilters extends Div {

    private final TextField text = new TextField();
    private final Select<Since> since = new Select<>();
    private boolean showing;

    AuditFilters(Consumer<AuditQuery> changed, Component exports) {
        addClassName("audit-bar");
        text.setLabel(getTranslation("audit.text"));
        text.setPlaceholder(getTranslation("audit.text.hint"));
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.addValueChangeListener(change -> tell(changed));
        since.setLabel(getTranslation("audit.since"));
        since.setItems(Since.values());
        since.setEmptySelectionAllowed(true);
        since.setEmptySelectionCaption(getTranslation("audit.since.all"));
        since.setItemLabelGenerator(one -> getTranslation("audit.since." + (one == null ? "all" : one.word())));
        since.addValueChangeListener(change -> tell(changed));
        add(text, since, exports);
    }

    private void tell(Consumer<AuditQuery> changed) {
        if (!showing) {
            changed.accept(new AuditQuery(text.getValue(), since.getOptionalValue()));
        }
    }

    void show(AuditQuery now) {
        showing = true;
        if (!text.getValue().strip().equals(now.text())) {
            text.setValue(now.text());
        }
        since.setValue(now.since().orElse(null));
        showing = false;
    }
}
