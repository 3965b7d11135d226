package dev.lockstep.project.ui.overview;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.deployment.DeploymentState;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.ui.page.Words;
import java.util.function.Supplier;

/** Whether the deployment works, and for owners to pause and resume it. Asks the deployment. */
final class StateLine extends Div {

    private final Deployments deployments;
    private final Visit visit;
    private final Connection connection;
    private final StatePill pill = new StatePill(State.IDLE, getTranslation("deployment.state.asking"));
    private final Button act = new Button();
    private final Span problem = new Span();
    private DeploymentState now = DeploymentState.UNKNOWN;

    StateLine(Deployments deployments, Visit visit, Connection connection) {
        this.deployments = deployments;
        this.visit = visit;
        this.connection = connection;
        addClassNames("connected-line", "state-line");
        act.addThemeVariants(ButtonVariant.LUMO_SMALL);
        act.setVisible(false);
        act.addClickListener(click -> act());
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        add(pill, act, problem);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        run(() -> deployments.state(visit.asViewer()));
    }

    private void run(Supplier<DeploymentState> work) {
        act.setEnabled(false);
        problem.setVisible(false);
        Live.of(this).run(work, this::show, failure -> {
            show(now);
            problem.setText(Words.told(this, failure));
            problem.setVisible(true);
        });
    }

    private void show(DeploymentState state) {
        now = state;
        pill.show(
                switch (state) {
                    case RUNNING -> State.OK;
                    case PAUSED -> State.WAIT;
                    case STOPPED -> State.FAIL;
                    case UNKNOWN -> State.IDLE;
                },
                getTranslation("deployment.state." + state));
        boolean changeable = state == DeploymentState.RUNNING || state == DeploymentState.PAUSED;
        act.setVisible(changeable && connection.project().role().may(ProjectRole.OWNER));
        act.setText(getTranslation(state == DeploymentState.PAUSED ? "deployment.resume" : "deployment.pause"));
        act.setEnabled(true);
    }

    private void act() {
        if (now == DeploymentState.PAUSED) {
            run(() -> {
                deployments.resume(visit.toChangeAsOwner());
                return deployments.state(visit.asViewer());
            });
        } else {
            new PauseDialog(connection, this::pause).open();
        }
    }

    private void pause() {
        Confirmed confirmed = connection.isProduction() ? Confirmed.PRODUCTION : Confirmed.NO;
        run(() -> {
            deployments.pause(visit.toChangeAsOwner(), confirmed);
            return deployments.state(visit.asViewer());
        });
    }
}
