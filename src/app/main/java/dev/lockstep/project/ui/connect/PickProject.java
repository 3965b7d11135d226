package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.radiobutton.RadioGroupVariant;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.convex.deployment.PlatformProject;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.ui.page.Words;
import java.util.List;

/** A new project in the team, or one that it has. */
final class PickProject extends Div {

    private enum Way {
        FRESH,
        EXISTING
    }

    private final Connections connections;
    private final Visit visit;
    private final Project project;
    private final RadioButtonGroup<Way> way = new RadioButtonGroup<>();
    private final TextField name = new TextField();
    private final ComboBox<PlatformProject> existing = new ComboBox<>();
    private final Paragraph problem = new Paragraph();
    private final Button reload = new Button(getTranslation("connect.pick.again"), Glyph.RETRY.draw(), click -> load());
    private final Button go = new Button(getTranslation("connect.pick.do"), click -> pick());

    PickProject(Connections connections, Visit visit, Project project, Attempt attempt) {
        this.connections = connections;
        this.visit = visit;
        this.project = project;
        addClassName("connect-pick");
        way.setLabel(getTranslation("connect.pick"));
        way.setItems(Way.values());
        way.setItemLabelGenerator(one -> getTranslation("connect.pick." + one));
        way.addThemeVariants(RadioGroupVariant.LUMO_VERTICAL);
        way.setValue(Way.FRESH);
        way.addValueChangeListener(change -> showWay());
        name.setLabel(getTranslation("connect.pick.name"));
        name.setValue(project.name());
        name.setMaxLength(Projects.LONGEST_NAME);
        name.setWidthFull();
        existing.setLabel(getTranslation("connect.pick.which"));
        existing.setWidthFull();
        // Names may repeat; the slug never does.
        existing.setItemLabelGenerator(one -> one.name() + " (" + one.slug() + ")");
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        reload.setVisible(false);
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        String team = attempt.teamSlug().orElse("");
        add(new H3(getTranslation("connect.pick.title", team)), way, name, existing, problem, reload, go);
        showWay();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (event.isInitialAttach()) {
            load();
        }
    }

    private void showWay() {
        boolean fresh = way.getValue() == Way.FRESH;
        name.setVisible(fresh);
        existing.setVisible(!fresh);
    }

    private void load() {
        problem.setText("");
        reload.setVisible(false);
        existing.setHelperText(getTranslation("connect.pick.loading"));
        Live.of(this).run(() -> connections.choices(visit.toChangeAsOwner(), ""), this::loaded, failure -> {
            existing.setHelperText("");
            reload.setVisible(true);
            say(failure);
        });
    }

    private void loaded(List<PlatformProject> projects) {
        existing.setItems(projects);
        existing.setHelperText(
                projects.isEmpty()
                        ? getTranslation("connect.pick.none")
                        : getTranslation("connect.pick.count", projects.size()));
    }

    private void pick() {
        try {
            if (way.getValue() == Way.FRESH) {
                connections.select(visit.toChangeAsOwner(), new Choice.Fresh(name.getValue()));
            } else if (existing.getValue() == null) {
                existing.setErrorMessage(getTranslation("connect.pick.choose"));
                existing.setInvalid(true);
            } else {
                connections.select(
                        visit.toChangeAsOwner(),
                        new Choice.Existing(existing.getValue().id()));
            }
        } catch (Problem told) {
            say(told);
        }
    }

    private void say(RuntimeException failure) {
        problem.setText(Words.told(this, failure));
    }
}
