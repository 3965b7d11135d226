package dev.lockstep.project.ui.variables;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.AuthSetups;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.VariableDefaults;
import dev.lockstep.project.Variables;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.ui.auth.SignInDialog;
import dev.lockstep.project.ui.page.Production;
import dev.lockstep.project.ui.page.Words;
import dev.lockstep.project.variables.Drift;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** The environment variables of a deployment: names, values on demand, and ways to change them one by one or by the file. */
final class VariablesPart extends Section {

    private static final String MASK = "••••••••";

    private final Variables variables;
    private final VariableDefaults defaults;
    private final Visit visit;
    private final VariableActions actions;
    private final boolean editor;
    private final List<String> asked;
    private final Map<String, VariableValue> revealed = new TreeMap<>();
    private final Grid<String> grid = new Grid<>();
    private final Div body = new Div();
    private final Div toolbar = new Div();
    private final Div missing = new Div();
    private Drift drift = Drift.NONE;

    /** @param asked names that an address asked for: those that are missing are offered to be set */
    VariablesPart(
            Variables variables,
            VariableDefaults defaults,
            Deployments deployments,
            AuthSetups setups,
            DevServers servers,
            Visit visit,
            Connection connection,
            List<String> asked) {
        this.variables = variables;
        this.defaults = defaults;
        this.visit = visit;
        this.asked = asked;
        var production = new Production(connection);
        this.actions = new VariableActions(this, variables, defaults, visit, connection, production, this::load);
        this.editor = connection.project().role().may(ProjectRole.EDITOR);
        addClassNames("card", "variables");
        var add = new Button(
                getTranslation("variables.add"), Glyph.CREATE.draw(), click -> actions.edit("", Optional.empty()));
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var paste = new Button(
                getTranslation("variables.paste"),
                click -> new PasteDialog(variables, visit, production, this::load).open());
        // The project's files are of the connected deployment; any other one gets variables only.
        Button auth = connection.isAtHome()
                ? new Button(
                        getTranslation("variables.auth"),
                        click -> new SignInDialog(setups, servers, visit.connected(), connection, this::load).open())
                : new Button(getTranslation("variables.keys"), click -> actions.initializeAuth());
        toolbar.add(add, paste, auth);
        toolbar.addClassName("toolbar");
        toolbar.setVisible(editor);
        grid.addColumn(name -> name)
                .setHeader(getTranslation("variables.name"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(this::value)
                .setHeader(getTranslation("variables.value"))
                .setFlexGrow(1);
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setAllRowsVisible(true);
        missing.addClassName("variables-wanted");
        missing.setVisible(false);
        add(
                new H2(getTranslation("variables.title")),
                new Paragraph(getTranslation("variables.lead")),
                production,
                toolbar,
                new VariableTransfers(variables, defaults, deployments, visit, connection, production, this::load),
                missing,
                body);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        load();
    }

    private void load() {
        revealed.clear();
        body.removeAll();
        body.add(new Span(getTranslation("variables.loading")));
        Live.of(this).run(() -> variables.names(visit.asViewer()), this::show, this::failed);
        Live.of(this).run(() -> defaults.drift(visit.asViewer()), this::show, failure -> show(Drift.NONE));
    }

    /** Defaults are a hint: when Convex does not say which there are, there are no marks. */
    private void show(Drift found) {
        drift = found;
        missing.removeAll();
        missing.setVisible(!found.missing().isEmpty());
        missing.add(new Span(getTranslation("variables.missing")));
        found.missing().forEach(name -> {
            var take = new Button(name, click -> actions.useDefault(name));
            take.addThemeVariants(ButtonVariant.LUMO_SMALL);
            take.setAriaLabel(getTranslation("variables.default.use") + " " + name);
            take.setEnabled(editor);
            missing.add(take);
        });
        grid.getDataProvider().refreshAll();
    }

    private void show(SortedSet<String> names) {
        body.removeAll();
        List<String> wanted =
                asked.stream().filter(name -> !names.contains(name)).toList();
        if (!wanted.isEmpty() && editor) {
            body.add(wanted(wanted));
        }
        if (names.isEmpty()) {
            body.add(new EmptyState(
                    Glyph.SETUP, getTranslation("variables.none"), getTranslation("variables.none.detail")));
            return;
        }
        grid.setItems(names);
        body.add(grid);
    }

    private Component wanted(List<String> names) {
        var row = new Div(new Span(getTranslation("variables.wanted")));
        row.addClassName("variables-wanted");
        names.forEach(name -> {
            var set = new Button(name, click -> actions.edit(name, Optional.empty()));
            set.addThemeVariants(ButtonVariant.LUMO_SMALL);
            row.add(set);
        });
        return row;
    }

    /** A key that may not read variables is no failure of the connection. */
    private void failed(RuntimeException failure) {
        body.removeAll();
        boolean forbidden = failure instanceof PlatformProblem told && told.is(PlatformProblem.NOT_PERMITTED);
        body.add(new EmptyState(
                Glyph.FAILURE,
                getTranslation(forbidden ? "variables.forbidden" : "variables.failed"),
                Words.told(this, failure),
                new Button(getTranslation("variables.again"), Glyph.RETRY.draw(), click -> load())));
    }

    private Component value(String name) {
        var cell = new Div();
        cell.addClassName("variable-value");
        VariableValue known = revealed.get(name);
        var shown = new Span(known == null ? MASK : known.text());
        shown.addClassNames("mono", "variable-text");
        cell.add(shown);
        if (drift.differing().contains(name)) {
            var differs = new Span(getTranslation("variables.differs"));
            differs.addClassName("variable-differs");
            cell.add(differs);
        }
        if (!editor) {
            return cell;
        }
        if (drift.differing().contains(name)) {
            cell.add(small("variables.default.use", name, () -> actions.useDefault(name)));
        }
        cell.add(
                small(known == null ? "variables.show" : "variables.hide", name, () -> reveal(name)),
                small("variables.edit", name, () -> actions.edit(name, Optional.ofNullable(revealed.get(name)))),
                small("variables.delete", name, () -> actions.delete(name)));
        return cell;
    }

    private Button small(String key, String name, Runnable action) {
        var button = new Button(getTranslation(key), click -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(getTranslation(key) + " " + name);
        return button;
    }

    private void reveal(String name) {
        if (revealed.remove(name) != null) {
            grid.getDataProvider().refreshItem(name);
            return;
        }
        Live.of(this)
                .run(
                        () -> variables.value(visit.asEditor(), name),
                        value -> {
                            value.ifPresent(text -> revealed.put(name, text));
                            grid.getDataProvider().refreshItem(name);
                        },
                        failure -> Notices.tell(Words.told(this, failure)));
    }
}
