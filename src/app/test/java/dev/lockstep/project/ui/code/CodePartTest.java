package dev.lockstep.project.ui.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.internal.PendingJavaScriptInvocation;
import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.CodeEditor;
import dev.lockstep.project.CodeFiles;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** What the editor is told of a save. */
class CodePartTest extends ViewTest {

    private static final String PERSON = "user_of_code";
    private static final String FILE = "convex/leak.ts";

    @Autowired
    private Projects projects;

    @Autowired
    private CodeFiles files;

    @Test
    @SignedIn(PERSON)
    void marksTheLineOfARefusedImport() {
        var ada = new PersonId(PERSON);
        ProjectId project = projects.create(ada, "Leaking").id();
        files.write(
                projects.visit(ada, project).toChangeAsEditor(), FILE, Optional.empty(), "export const kept = 1;\n");
        UI.getCurrent().navigate("projects/" + project, QueryParameters.fromString("tab=code&file=" + FILE));
        awaitPage("leak.ts");
        awaitUntil(() -> told().stream().anyMatch(call -> call.contains("this.show") && call.contains(FILE)));

        save("// one\n// two\nimport keys from \"../../keys.json\";\n");
        awaitPage("leads out of the project's folder");

        assertThat(told())
                .last()
                .asString()
                .contains("this.mark", "[3, convex/leak.ts, line 3: the import of \"../../keys.json\" leads out");
        assertThat(files.read(projects.visit(ada, project).asViewer(), FILE)).contains("export const kept = 1;\n");

        save("export const kept = 2;\n");
        awaitUntil(
                () -> told().getLast().contains("this.mark") && told().getLast().contains("[0, "));

        assertThat(files.read(projects.visit(ada, project).asViewer(), FILE)).contains("export const kept = 2;\n");
    }

    private void save(String text) {
        CodeEditor editor = $(CodeEditor.class).single();
        var data = JsonMapper.shared().createObjectNode().put("event.detail.text", text);
        editor.getElement()
                .getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(editor.getElement(), "code-save", data));
    }

    /** What the editor's script was asked for, the newest last. */
    private final List<String> heard = new ArrayList<>();

    private List<String> told() {
        UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations().stream()
                .map(PendingJavaScriptInvocation::getInvocation)
                .filter(call -> call.getExpression().contains("ls-code"))
                .forEach(call -> heard.add(call.getExpression() + " " + call.getParameters()));
        return heard;
    }
}
