package dev.lockstep.project.ui.auth;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.kit.Live;
import dev.lockstep.project.AuthSetups;
import dev.lockstep.project.Connection;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.auth.AuthPlan;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.ui.page.Words;

/** Sets up sign-in: who signs people in, what would change, and when it is done how to see that it works. */
public final class SignInDialog extends Dialog {

    private final AuthSetups setups;
    private final DevServers servers;
    private final Visit visit;
    private final Connection connection;
    private final Runnable applied;
    private final SignInForm form;
    private final Div body = new Div();
    private final Paragraph problem = new Paragraph();

    /** @param applied called when variables may be others */
    public SignInDialog(AuthSetups setups, DevServers servers, Visit visit, Connection connection, Runnable applied) {
        this.setups = setups;
        this.servers = servers;
        this.visit = visit;
        this.connection = connection;
        this.applied = applied;
        form = new SignInForm(setups.usualIssuer(visit.asEditor()));
        addClassName("confirm");
        setWidth("44rem");
        body.addClassName("sign-in-setup");
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        add(body);
        choose();
    }

    private ProjectId project() {
        return connection.project().id();
    }

    private void choose() {
        var look = new Button(getTranslation("auth.look"));
        look.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        look.addClickListener(click -> look(look));
        show("auth.title", form, new Button(getTranslation("cancel"), cancel -> close()), look);
    }

    private void look(Button look) {
        look.setEnabled(false);
        problem.setText("");
        form.valid();
        Live.of(this)
                .run(
                        () -> setups.plan(visit.asEditor(), form.choice()),
                        plan -> {
                            if (plan.changesFile() || plan.changesVariables()) {
                                review(plan);
                            } else {
                                done(plan, "auth.there");
                            }
                        },
                        failure -> {
                            look.setEnabled(true);
                            if (!form.refused(failure)) {
                                problem.setText(Words.told(this, failure));
                            }
                        });
    }

    private void review(AuthPlan plan) {
        var apply = new Button(getTranslation("auth.apply"));
        apply.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        apply.setDisableOnClick(true);
        apply.addClickListener(click -> apply(plan));
        boolean outOfReach = connection
                .connected()
                .map(Connected::deploymentUrl)
                .filter(plan::isOutOfReachOf)
                .isPresent();
        show(
                "auth.review",
                new SignInReview(plan, outOfReach),
                new Button(getTranslation("cancel"), cancel -> close()),
                new Button(getTranslation("auth.back"), back -> choose()),
                apply);
    }

    private void apply(AuthPlan plan) {
        Live.of(this)
                .run(
                        () -> {
                            setups.apply(visit.toChangeAsEditor(), plan);
                            return plan;
                        },
                        did -> {
                            applied.run();
                            done(did, "auth.done");
                        },
                        failure -> {
                            applied.run();
                            // What was reviewed is not what is there: only a new look can be gone on with.
                            choose();
                            problem.setText(Words.told(this, failure));
                        });
    }

    private void done(AuthPlan plan, String title) {
        boolean pushes = servers.of(visit.asViewer()).isUp();
        show(title, new SignInDone(project(), plan, pushes), new Button(getTranslation("close"), close -> close()));
    }

    private void show(String title, Component content, Button... buttons) {
        setHeaderTitle(getTranslation(title));
        problem.setText("");
        body.removeAll();
        body.add(content, problem);
        getFooter().removeAll();
        getFooter().add(buttons);
    }
}
