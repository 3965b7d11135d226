package dev.lockstep.kit;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Lines as they come, of which the browser keeps the newest 100,000: search with arrow keys, levels, pause without losing
 * lines, jump to the end, copy, download. The script is {@code lockstep/log-view.js}, plain and part of no bundle.
 */
@Tag("ls-log")
public final class LogView extends Component implements HasSize {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * One line.
     *
     * @param level {@code NOTE}, {@code OUT}, {@code WARN} or {@code ERROR}
     */
    public record Line(long number, Instant time, String level, String text) {}

    /**
     * @param name what it is the log of, for screen readers
     * @param file what its download is called, without an ending
     * @param empty what stands there while there is no line
     */
    public LogView(String name, String file, String empty) {
        word("name", name);
        word("file", file);
        word("empty", empty);
        for (String key : List.of(
                "search",
                "level",
                "all",
                "warnings",
                "errors",
                "pause",
                "resume",
                "end",
                "clear",
                "copy",
                "download")) {
            word(key, getTranslation("log." + key));
        }
    }

    private void word(String key, String text) {
        getElement().setAttribute("data-" + key, text);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI().getPage().addJsModule("context://lockstep/log-view.js");
    }

    /** Call it on the page's thread, with many lines at a time. */
    public void append(List<Line> lines) {
        ArrayNode list = JSON.createArrayNode();
        lines.forEach(line -> list.addArray()
                .add(line.number())
                .add(line.time().toEpochMilli())
                .add(line.level())
                .add(line.text()));
        // The script may still be on its way: the element gets its methods with it.
        getElement().executeJs("customElements.whenDefined('ls-log').then(() => this.append($0))", list);
    }
}
