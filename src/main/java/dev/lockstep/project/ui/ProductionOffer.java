package dev.lockstep.project.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.connect.Connected;
import java.util.List;

/** Offers owners to make a deployment for production while the project at Convex has none. */
final class ProductionOffer extends Div {

    private final Deployments deployments;
    private final UserId person;
    private final ProjectPlace place;
    private final boolean possible;
    private final Button create = new Button(getTranslation("deployment.create"), click -> create());
    private final Paragraph problem = new Paragraph();

    ProductionOffer(Deployments deployments, UserId person, Connection connection) {
        this.deployments = deployments;
        this.person = person;
        this.place = new ProjectPlace(connection.project().id(), "", "");
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
            Live.of(this).run(() -> deployments.list(person, place.project()), this::offer, failure -> {});
        }
    }

    private void offer(List<PlatformDeployment> found) {
        create.setVisible(found.stream().noneMatch(one -> one.type() == DeploymentType.PROD));
    }

    private void create() {
        create.setEnabled(false);
        problem.setText("");
        Live.of(this).run(() -> deployments.createProduction(person, place.project()), this::created, failure -> {
            create.setEnabled(true);
            problem.setText(Words.told(this, failure));
        });
    }

    private void created(PlatformDeployment made) {
        Notices.tell(getTranslation("deployment.created", made.name()));
        getUI().ifPresent(place.at(made.name())::open);
    }
}
