package dev.lockstep.project.ui.variables;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.project.variables.VariableDiff;
import java.util.List;

/** What applying variables would do, by name: what is new, what changes, what is the same already. */
final class DiffLines extends Div {

    DiffLines(VariableDiff diff) {
        addClassName("diff-lines");
        line("paste.added", diff.added());
        line("paste.changed", diff.changed());
        line("paste.same", diff.same());
        if (diff.isEmpty()) {
            add(new Paragraph(getTranslation("paste.nothing")));
        }
    }

    private void line(String key, List<String> names) {
        if (!names.isEmpty()) {
            add(new Paragraph(getTranslation(key, names.size(), String.join(", ", names))));
        }
    }
}
