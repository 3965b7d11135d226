package dev.lockstep.project.ui.variables;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dialog.Dialog;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.Connection;
import dev.lockstep.project.VariableDefaults;
import dev.lockstep.project.Variables;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.ui.page.NameDialog;
import dev.lockstep.project.ui.page.Production;
import dev.lockstep.project.ui.page.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What can be done to the variables of a deployment; in production after a question. */
final class VariableActions {

    private final Component page;
    private final Variables variables;
    private final VariableDefaults defaults;
    private final Visit visit;
    private final Production production;
    private final Runnable changed;

    /** @param page what is shown while it is done */
    VariableActions(
            Component page,
            Variables variables,
            VariableDefaults defaults,
            Visit visit,
            Connection connection,
            Production production,
            Runnable changed) {
        this.page = page;
        this.variables = variables;
        this.defaults = defaults;
        this.visit = visit;
        this.production = production;
        this.changed = changed;
    }

    void edit(String name, Optional<VariableValue> known) {
        new VariableDialog(name, known, production.words("variables.save"), this::save).open();
    }

    private void save(VariableChange change, Consumer<Optional<String>> done) {
        production.ask(
                page.getTranslation("variables.save.ask", change.name()),
                production.words("variables.save"),
                confirmed -> change(change, confirmed, done),
                () -> done.accept(Optional.of(page.getTranslation("production.not"))));
    }

    private void change(VariableChange change, Confirmed confirmed, Consumer<Optional<String>> done) {
        act(
                () -> {
                    variables.change(visit.toChangeAsEditor(), List.of(change), confirmed);
                    return change;
                },
                done);
    }

    void useDefault(String name) {
        production.ask(
                page.getTranslation("variables.save.ask", name),
                production.words("variables.default.use"),
                confirmed -> act(
                        () -> {
                            defaults.use(visit.toChangeAsEditor(), name, confirmed);
                            return name;
                        },
                        refused -> refused.ifPresent(Notices::tell)),
                () -> {});
    }

    /** In production the question is asked there, once. */
    void delete(String name) {
        var gone = new VariableChange(name, Optional.empty());
        Consumer<Confirmed> action = confirmed -> change(gone, confirmed, refused -> refused.ifPresent(Notices::tell));
        if (production.isAsked()) {
            production.ask(
                    page.getTranslation("variables.delete.ask", name),
                    production.words("variables.delete"),
                    action,
                    () -> {});
            return;
        }
        Confirm.ask(
                page.getTranslation("variables.delete.ask", name),
                page.getTranslation("variables.delete.detail"),
                production.words("variables.delete"),
                page.getTranslation("cancel"),
                () -> production.ask("", "", action, () -> {}));
    }

    /** The site is the frontend's, which nobody but the person knows. */
    void initializeAuth() {
        NameDialog.ask(
                new Dialog(page.getTranslation("variables.keys")),
                page.getTranslation("variables.auth.site"),
                "http://localhost:3000",
                page.getTranslation("variables.auth.do"),
                this::initializeAuth);
    }

    private void initializeAuth(String site) {
        production.ask(
                page.getTranslation("variables.auth.ask"),
                production.words("variables.auth.do"),
                confirmed -> initializeAuth(site, confirmed),
                () -> {});
    }

    private void initializeAuth(String site, Confirmed confirmed) {
        Live.of(page)
                .run(
                        () -> variables.initializeConvexAuth(visit.toChangeAsEditor(), site, confirmed),
                        set -> {
                            Notices.tell(
                                    set.isEmpty()
                                            ? page.getTranslation("variables.auth.there")
                                            : page.getTranslation("variables.auth.done", String.join(", ", set)));
                            changed.run();
                        },
                        failure -> Notices.tell(Words.told(page, failure)));
    }

    /** @param done told why it was refused, or nothing */
    private void act(Supplier<Object> work, Consumer<Optional<String>> done) {
        Live.of(page)
                .run(
                        work,
                        result -> {
                            done.accept(Optional.empty());
                            changed.run();
                        },
                        failure -> done.accept(Optional.of(Words.told(page, failure))));
    }
}
