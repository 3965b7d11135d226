package dev.lockstep.project.ui.functions;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.lockstep.convex.deployment.FunctionSpec;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Functions;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.ui.page.Production;
import dev.lockstep.project.ui.page.ProjectTab;
import dev.lockstep.project.ui.page.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which functions the deployment has, and to run one; brought up to date after each push. */
final class FunctionsPart extends Section implements ProjectTab.Following {

    private final Functions functions;
    private final Visit visit;
    private final Production production;
    private final boolean editor;
    private final Div body = new Div();
    private Optional<RunPanel> panel = Optional.empty();
    private List<FunctionSpec> shown = List.of();

    FunctionsPart(Functions functions, Visit visit, Connection connection) {
        this.functions = functions;
        this.visit = visit;
        this.production = new Production(connection);
        this.editor = connection.project().role().may(ProjectRole.EDITOR);
        addClassNames("card", "functions");
        body.addClassName("functions-body");
        var again = new Button(getTranslation("functions.again"), Glyph.RETRY.draw(), click -> load());
        var head = new Div(new H2(getTranslation("functions.title")), again);
        head.addClassName("functions-head");
        add(head, new Paragraph(getTranslation("functions.lead")), production, body);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        load();
    }

    @Override
    public Runnable read(Connection connection) {
        return this::load;
    }

    private void load() {
        if (isAttached()) {
            Live.of(this).run(() -> functions.list(visit.asViewer()), this::show, this::failed);
        }
    }

    private void show(List<FunctionSpec> found) {
        if (found.equals(shown) && body.getComponentCount() > 0) {
            return;
        }
        shown = found;
        body.removeAll();
        if (found.isEmpty()) {
            body.add(new EmptyState(
                    Glyph.PROJECT, getTranslation("functions.none"), getTranslation("functions.none.detail")));
            return;
        }
        var list = new UnorderedList();
        list.addClassName("function-list");
        found.forEach(one -> list.add(new ListItem(entry(one))));
        body.add(list);
        panel.filter(open -> found.stream().anyMatch(one -> one.name().equals(open.function())))
                .ifPresent(body::add);
    }

    private NativeButton entry(FunctionSpec function) {
        var name = new Span(function.name());
        name.addClassName("mono");
        var kind = new Span(getTranslation("functions.kind." + function.kind()));
        kind.addClassNames("function-kind", "function-" + function.kind().name().toLowerCase(Locale.ROOT));
        var entry = new NativeButton("", click -> open(function));
        entry.add(name, kind);
        if (function.visibility() == FunctionSpec.Visibility.INTERNAL) {
            var internal = new Span(getTranslation("functions.internal"));
            internal.addClassName("hint");
            entry.add(internal);
        }
        entry.addClassName("function-entry");
        entry.setEnabled(editor && function.kind() != FunctionSpec.Kind.HTTP_ACTION);
        return entry;
    }

    private void open(FunctionSpec function) {
        panel.ifPresent(body::remove);
        var opened = new RunPanel(functions, visit, function, production);
        panel = Optional.of(opened);
        body.add(opened);
    }

    private void failed(RuntimeException failure) {
        body.removeAll();
        body.add(new EmptyState(Glyph.FAILURE, getTranslation("functions.failed"), Words.told(this, failure)));
    }
}
