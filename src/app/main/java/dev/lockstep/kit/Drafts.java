package dev.lockstep.kit;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps what somebody types in the browser's own storage, of this tab and of this person, until the server has it: so that a
 * restart, an offline moment or a sign-in in between loses nothing. Not for secrets. Add it beside the fields; the script is
 * {@code lockstep/drafts.js}.
 */
@Tag("ls-drafts")
public final class Drafts extends Component {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Before the key of each draft in the browser's storage, as the script has it. */
    private static final String STORED = "lockstep.draft.";

    private final String key;
    private Map<String, Object> base = Map.of();

    /**
     * @param person whose they are: nobody else gets them back
     * @param page what they are of
     * @param found told once what was typed earlier, by the fields' names: a text or a list of texts
     */
    public Drafts(String person, String page, Consumer<Map<String, Object>> found) {
        key = person + "." + page;
        getElement().setAttribute("data-key", key);
        getElement()
                .addEventListener(
                        "draft-found",
                        event -> found.accept(read(
                                event.getEventData().path("event.detail.values").asString("{}"))))
                .addEventData("event.detail.values");
    }

    /** Keeps what is typed into this field. */
    public void of(HasElement field, String name) {
        field.getElement().setAttribute("data-draft", name);
    }

    /**
     * The server has all that is in the fields.
     *
     * @param values what they hold: texts and lists of texts
     */
    public void begin(Map<String, Object> values) {
        base = Map.copyOf(values);
        if (isAttached()) {
            tell();
        }
    }

    /**
     * The server has all that is in the fields, and the page is about to be left: nothing of it comes back. What is said to
     * this component itself is lost when it leaves in the same answer, so that this goes to the page.
     */
    public void end() {
        getUI().ifPresent(ui -> ui.getPage().executeJs("sessionStorage.removeItem($0)", STORED + key));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI().getPage().addJsModule("context://lockstep/drafts.js");
        tell();
    }

    private void tell() {
        getElement()
                .executeJs(
                        "customElements.whenDefined('ls-drafts').then(() => this.begin(JSON.parse($0)))",
                        JSON.writeValueAsString(base));
    }

    private static Map<String, Object> read(String json) {
        Map<String, Object> values = new LinkedHashMap<>();
        JsonNode found = JSON.readTree(json);
        found.propertyNames().forEach(name -> {
            JsonNode value = found.get(name);
            if (value.isString()) {
                values.put(name, value.stringValue());
            } else if (value.isArray()) {
                List<String> texts =
                        value.valueStream().map(one -> one.asString("")).toList();
                values.put(name, texts);
            }
        });
        return values;
    }
}
