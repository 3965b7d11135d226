package dev.lockstep.admin.ui.webhook;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.account.webhook.Webhooks.Message;
import dev.lockstep.admin.WebhookDesk;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.time.Moments;

/** One message with its content. */
final class WebhookDialog extends Dialog {

    WebhookDialog(WebhookDesk desk, Message message, Runnable changed) {
        super(message.type());
        addClassName("webhook-dialog");
        var facts = new Div(
                fact("webhooks.id", message.id()),
                fact("webhooks.sent", Moments.dateTime(this, message.sentAt())),
                fact("webhooks.received", Moments.dateTime(this, message.receivedAt())),
                fact("webhooks.deliveries", String.valueOf(message.deliveries())),
                fact("webhooks.attempts", String.valueOf(message.attempts())));
        facts.addClassName("facts");
        add(facts);
        message.error().ifPresent(error -> add(new Paragraph(error)));
        var content = new Pre(desk.payload(message.id()).orElseGet(() -> getTranslation("webhooks.gone")));
        content.addClassName("webhook-payload");
        content.getElement().setAttribute("tabindex", "0");
        add(content);
        var replay = new Button(getTranslation("webhooks.replay"), click -> {
            boolean found = desk.replay(desk.administrator(), message.id());
            Notices.tell(getTranslation(found ? "webhooks.replayed" : "webhooks.gone"));
            close();
            changed.run();
        });
        replay.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button(getTranslation("close"), click -> close()), replay);
    }

    private Div fact(String key, String value) {
        var name = new Span(getTranslation(key));
        name.addClassName("fact-name");
        var fact = new Div(name, new Span(value));
        fact.addClassName("fact");
        return fact;
    }
}
