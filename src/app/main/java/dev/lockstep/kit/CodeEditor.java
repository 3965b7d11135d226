package dev.lockstep.kit;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import java.util.function.Consumer;

/**
 * An editor of code, CodeMirror in the browser. Tells when what is typed begins or ceases to differ from what is kept, and
 * hands the text over when the person saves, by button or by Ctrl-S. The script is {@code lockstep/code-editor.js}.
 */
@Tag("ls-code")
public final class CodeEditor extends Component implements HasSize {

    /**
     * @param name what is edited, for screen readers
     * @param drafts whose and of what: under this the browser keeps what is typed and not saved
     */
    public CodeEditor(String name, String drafts) {
        getElement().setAttribute("data-name", name);
        getElement().setAttribute("data-draft", drafts);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI().getPage().addJsModule("context://lockstep/code-editor.js");
    }

    /** Throws away what was typed and not saved; call it before another file is shown. */
    public void forget() {
        call("this.forget()");
    }

    /** Told, after a file was shown, that what was typed into it before is there again, with the text it was typed upon. */
    public void onDraft(Consumer<String> listener) {
        getElement()
                .addEventListener(
                        "code-draft",
                        event -> listener.accept(
                                event.getEventData().path("event.detail.base").asString("")))
                .addEventData("event.detail.base");
    }

    /** Puts a file in, or what was typed into it earlier and never saved. */
    public void show(String path, String text, Access access) {
        call("this.show($0, $1, $2)", path, text, access == Access.READ);
    }

    /** The server has kept this text. */
    public void kept(String text) {
        call("this.kept($0)", text);
    }

    /** Asks the browser for the text; it comes to {@link #onSave}. */
    public void save() {
        call("this.save()");
    }

    /** Says what is wrong at a line, from 1; 0 takes it away. */
    public void mark(int line, String message) {
        call("this.mark($0, $1)", line, message);
    }

    /** What the person may do with the text. */
    public enum Access {
        READ,
        WRITE
    }

    public void onSave(Consumer<String> listener) {
        getElement()
                .addEventListener(
                        "code-save",
                        event -> listener.accept(
                                event.getEventData().path("event.detail.text").asString("")))
                .addEventData("event.detail.text");
    }

    /** Told true when there is something to save. */
    public void onDirty(Consumer<Boolean> listener) {
        getElement()
                .addEventListener(
                        "code-dirty",
                        event -> listener.accept(
                                event.getEventData().path("event.detail.dirty").asBoolean(false)))
                .addEventData("event.detail.dirty");
    }

    /** The script may still be on its way: the element gets its methods with it. */
    private void call(String script, java.io.Serializable... parameters) {
        getElement().executeJs("customElements.whenDefined('ls-code').then(() => { " + script + " })", (Object[])
                parameters);
    }
}
