package dev.lockstep.admin.ui.webhook;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.account.webhook.MessageState;
import java.util.function.Consumer;

/** What narrows the messages down. */
final class WebhookFilters extends Div {

    private final Select<MessageState> state = new Select<>();
    private final TextField text = new TextField();
    private boolean showing;

    WebhookFilters(Consumer<WebhookQuery> changed) {
        addClassName("filter-bar");
        state.setLabel(getTranslation("webhooks.state"));
        state.setItems(MessageState.values());
        state.setEmptySelectionAllowed(true);
        state.setEmptySelectionCaption(getTranslation("webhooks.all"));
        state.setItemLabelGenerator(one -> one == null
                ? getTranslation("webhooks.all")
                : getTranslation("webhooks.state." + WebhookQuery.word(one)));
        text.setLabel(getTranslation("webhooks.find"));
        text.setPlaceholder("user.updated, user_…");
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        state.addValueChangeListener(change -> tell(changed));
        text.addValueChangeListener(change -> tell(changed));
        add(state, text);
    }

    private void tell(Consumer<WebhookQuery> changed) {
        if (!showing) {
            changed.accept(new WebhookQuery(state.getOptionalValue(), text.getValue()));
        }
    }

    void show(WebhookQuery now) {
        showing = true;
        state.setValue(now.state().orElse(null));
        if (!text.getValue().strip().equals(now.find())) {
            text.setValue(now.find());
        }
        showing = false;
    }
}
