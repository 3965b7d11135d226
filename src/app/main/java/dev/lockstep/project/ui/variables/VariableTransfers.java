package dev.lockstep.project.ui.variables;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.VariableDefaults;
import dev.lockstep.project.Variables;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.ui.page.Production;
import dev.lockstep.project.ui.page.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Variables from one deployment to another, and from a deployment to what new ones begin with; after a look at both. */
final class VariableTransfers extends Div {

    private final Variables variables;
    private final VariableDefaults defaults;
    private final Deployments deployments;
    private final Visit visit;
    private final String type;
    private final Production production;
    private final Runnable changed;

    VariableTransfers(
            Variables variables,
            VariableDefaults defaults,
            Deployments deployments,
            Visit visit,
            Connection connection,
            Production production,
            Runnable changed) {
        this.variables = variables;
        this.defaults = defaults;
        this.deployments = deployments;
        this.visit = visit;
        this.type = connection.deployment().orElseThrow().type().word();
        this.production = production;
        this.changed = changed;
        addClassName("variable-transfers");
        add(small("variables.copy", this::chooseSource));
        if (connection.project().role().may(ProjectRole.OWNER)) {
            add(small("variables.defaults", this::makeDefaults));
        }
        setVisible(connection.project().role().may(ProjectRole.EDITOR)
                && connection.connected().flatMap(Connected::projectSlug).isPresent());
    }

    private Button small(String key, Runnable action) {
        var button = new Button(getTranslation(key), click -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        return button;
    }

    private void chooseSource() {
        Live.of(this)
                .run(
                        () -> deployments.list(visit.asViewer()),
                        this::copy,
                        failure -> Notices.tell(Words.told(this, failure)));
    }

    private void copy(List<PlatformDeployment> found) {
        String here = visit.target().deployment().orElse("");
        List<PlatformDeployment> others =
                found.stream().filter(one -> !one.name().equals(here)).toList();
        if (others.isEmpty()) {
            Notices.tell(getTranslation("variables.copy.none"));
            return;
        }
        var dialog = new DiffDialog(
                getTranslation("variables.copy.title"),
                getTranslation("variables.copy.lead"),
                production.words("variables.copy.do"),
                this::apply);
        var from = new Select<PlatformDeployment>();
        from.setLabel(getTranslation("variables.copy.from"));
        from.setItems(others);
        from.setItemLabelGenerator(one -> one.type().word() + " · " + one.name());
        from.setWidthFull();
        from.addClassName("confirm-source");
        from.addValueChangeListener(change -> dialog.look(
                () -> variables.diff(visit.asEditor(), change.getValue().name())));
        dialog.addComponentAsFirst(from);
        dialog.open();
        from.setValue(others.getFirst());
    }

    private void apply(List<VariableChange> changes, Consumer<Optional<String>> done) {
        production.ask(
                getTranslation("paste.ask", changes.size()),
                production.words("variables.copy.do"),
                confirmed -> apply(changes, confirmed, done),
                () -> done.accept(Optional.of(getTranslation("production.not"))));
    }

    private void apply(List<VariableChange> changes, Confirmed confirmed, Consumer<Optional<String>> done) {
        Live.of(this)
                .run(
                        () -> {
                            variables.change(visit.toChangeAsEditor(), changes, confirmed);
                            return changes;
                        },
                        applied -> {
                            done.accept(Optional.empty());
                            Notices.tell(getTranslation("paste.done", applied.size()));
                            changed.run();
                        },
                        failure -> done.accept(Optional.of(Words.told(this, failure))));
    }

    private void makeDefaults() {
        var dialog = new DiffDialog(
                getTranslation("variables.defaults.title", type),
                getTranslation("variables.defaults.lead", type),
                getTranslation("variables.defaults.do"),
                this::makeDefaults);
        dialog.open();
        dialog.look(() -> defaults.diff(visit.asOwner()));
    }

    private void makeDefaults(List<VariableChange> changes, Consumer<Optional<String>> done) {
        Live.of(this)
                .run(
                        () -> {
                            defaults.change(visit.toChangeAsOwner(), changes);
                            return changes;
                        },
                        applied -> {
                            done.accept(Optional.empty());
                            Notices.tell(getTranslation("variables.defaults.done", applied.size(), type));
                            changed.run();
                        },
                        failure -> done.accept(Optional.of(Words.told(this, failure))));
    }
}
