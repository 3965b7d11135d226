package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptStatus;

/** An attempt under way: what the person is to do, what Lockstep does, and the way out. */
final class ProgressBody extends Div {

    private final AttemptSteps steps;

    ProgressBody(Connections connections, Visit visit, Project project, Attempt attempt) {
        addClassName("connect-progress");
        steps = new AttemptSteps(attempt);
        var cancel = new Button(getTranslation("connect.cancel"), click -> connections.cancel(visit.toChangeAsOwner()));
        cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        boolean own = attempt.person().equals(visit.person());
        if (!own) {
            add(new Paragraph(getTranslation("connect.somebody")));
        } else if (attempt.status() == AttemptStatus.AUTHORIZING) {
            add(
                    new H3(getTranslation("connect.waiting")),
                    new Paragraph(getTranslation("connect.waiting.detail")),
                    new AuthorizeButton(project.id(), getTranslation("connect.open-again")));
        } else if (attempt.status() == AttemptStatus.SELECTING) {
            add(new PickProject(connections, visit, project, attempt));
        }
        add(steps, cancel);
    }

    void update(Attempt attempt) {
        steps.update(attempt);
    }
}
