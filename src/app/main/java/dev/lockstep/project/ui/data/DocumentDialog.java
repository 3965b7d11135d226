package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.deployment.data.StoredDocument;
import dev.lockstep.kit.CopyButton;
import dev.lockstep.kit.time.Moments;

/** One document, whole. */
final class DocumentDialog extends Dialog {

    DocumentDialog(StoredDocument document) {
        setHeaderTitle(getTranslation("data.document"));
        addClassName("document-dialog");
        setWidth("44rem");
        var created = new Span(getTranslation("data.created", Moments.exact(this, document.created())));
        created.addClassName("hint");
        var text = new Pre(document.text());
        text.addClassNames("run-result", "document-text");
        // It scrolls, so the keyboard must get to it.
        text.getElement().setAttribute("tabindex", "0");
        text.getElement().setAttribute("role", "region");
        text.getElement().setAttribute("aria-label", getTranslation("data.document"));
        add(created, text);
        getFooter()
                .add(
                        new CopyButton(getTranslation("data.copy.json"), document.json()),
                        new CopyButton(getTranslation("data.copy.id"), document.id()),
                        new Button(getTranslation("close"), click -> close()));
    }
}
