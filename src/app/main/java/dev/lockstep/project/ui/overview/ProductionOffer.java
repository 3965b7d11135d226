package dev.lockstep.project.ui.overview;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.ui.page.ProjectPlace;
import dev.lockstep.project.ui.page.Words;
import java.util.List;

/** Offers owners to make a deployment for production while the project at Convex has none. */
final class ProductionOffer extends Div {

    private final Deployments deployments;
    private final Visit visit;
    private final ProjectId project;
    private final String name;
    private final boolean possible;
    private final Button create = new Button(getTranslation("deployment.create"), click -> ask());
    private final Paragraph problem = new Paragraph();

    ProductionOffer(Deployments deployments, Visit visit, Connection connection) {
        this.deployments = deployments;
        this.visit = visit;
        this.project = connection.project().id();
        this.name = connection.project().name();
        this.possible = connection.project().role().may(ProjectRole.OWNER)
                && connection.connected().flatMap(Connected::projectSlug).isPresent();
        addClassName("connected-actions");
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        create.setVisible(false);
        add(create, problem);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (possible) {
            // Whether Convex answers is said by the switcher; without an answer there is nothing to offer.
            Live.of(this).run(() -> deployments.list(visit.asViewer()), this::offer, failure -> {});
        }
    }

    private void offer(List<PlatformDeployment> found) {
        create.setVisible(found.stream().noneMatch(one -> one.type() == DeploymentType.PROD));
    }

    private void ask() {
        Confirm.ask(
                getTranslation("deployment.create.ask", name),
                getTranslation("deployment.create.detail"),
                getTranslation("deployment.create"),
                getTranslation("cancel"),
                this::create);
    }

    private void create() {
        create.setEnabled(false);
        problem.setText("");
        Live.of(this).run(() -> deployments.createProduction(visit.toChangeAsOwner()), this::created, failure -> {
            create.setEnabled(true);
            problem.setText(Words.told(this, failure));
        });
    }

    private void created(PlatformDeployment made) {
        Notices.tell(getTranslation("deployment.created", made.name()));
        // The page stays with the deployment it was about; opened anew, it has one more to choose from.
        getUI().ifPresent(new ProjectPlace(project, "", "")::open);
    }
}
