package dev.lockstep.project.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.Visit;
import dev.lockstep.project.connection.Deployment;
import dev.lockstep.project.ui.page.ProjectPlace;
import dev.lockstep.project.ui.page.Words;
import java.util.function.Consumer;

/** Opens the deployment that an address names, for which a key may have to be made first. */
final class Opening extends Div {

    private final Deployments deployments;
    private final Visit visit;
    private final ProjectPlace place;
    private final Consumer<Deployment> opened;

    Opening(Deployments deployments, Visit visit, ProjectPlace place, Consumer<Deployment> opened) {
        this.deployments = deployments;
        this.visit = visit;
        this.place = place;
        this.opened = opened;
        var asking = new Span(getTranslation("deployment.opening", place.deployment()));
        asking.addClassName("hint");
        add(asking);
        getElement().setAttribute("role", "status");
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Live.of(this).run(() -> deployments.look(visit.asViewer()), opened, this::failed);
    }

    private void failed(RuntimeException failure) {
        removeAll();
        add(new EmptyState(
                Glyph.FAILURE,
                getTranslation("deployment.failed", place.deployment()),
                Words.told(this, failure),
                ButtonLink.to(place.at("").address(), getTranslation("deployment.home"))));
    }
}
