package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Operations.Failure;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.outbox.Failures;
import dev.lockstep.outbox.change.SystemId;
import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What an administrator can do about one failure, and how each deed is told. Works off the page, shows on it. */
final class FailureDeeds {

    private final Component page;
    private final Operations operations;
    private final Runnable done;

    /** @param done called after each deed, on the page */
    FailureDeeds(Component page, Operations operations, Runnable done) {
        this.page = page;
        this.operations = operations;
        this.done = done;
    }

    /** The buttons for what can be done as it stands. */
    List<Component> buttons(OpenFailure open) {
        Failure failure = open.failure();
        Failures.Detail detail = open.detail();
        TroubledChange change = detail.change();
        List<Component> buttons = new ArrayList<>();
        if (change.trouble().isEmpty()) {
            return buttons;
        }
        if (change.trouble().get() == Trouble.DISCARDED) {
            buttons.add(button("failures.restore", () -> restore(change.id())));
            return buttons;
        }
        Button retry = button("failures.retry", () -> retry(failure));
        retry.setIcon(Glyph.RETRY.draw());
        retry.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        retry.setAriaLabel(word("failures.retry.name", failure.title(), failure.person()));
        buttons.add(retry);
        buttons.add(button("failures.edit", () -> edit(detail)));
        buttons.add(button("failures.discard", () -> discard(failure)));
        long alike = open.alike();
        if (alike > 1) {
            var all = new Button(word("failures.retry-all", alike), click -> askRetryAll(failure, alike));
            all.setDisableOnClick(false);
            buttons.add(all);
        }
        return buttons;
    }

    private Button button(String label, Runnable deed) {
        return new Button(word(label), click -> deed.run());
    }

    private String word(String key, Object... parts) {
        return page.getTranslation(key, parts);
    }

    /** Why it has not arrived. */
    private String said(TroubledChange change) {
        return change.error().map(error -> ProblemWords.said(page, error)).orElse("");
    }

    private void retry(Failure failure) {
        work(
                by -> operations.retry(by, failure.change().id()),
                left -> Notices.tell(left.map(still -> word("profile.retry.still", failure.title(), said(still)))
                        .orElseGet(() -> word("profile.retry.done", failure.title()))));
    }

    private void askRetryAll(Failure failure, long alike) {
        TroubledChange change = failure.change();
        Confirm.ask(
                word("failures.retry-all.question", alike),
                word("failures.retry-all.detail", failure.title(), change.code().orElse("")),
                word("failures.retry-all.yes"),
                word("failures.keep"),
                () -> {
                    Notices.tell(word("failures.retry-all.started", alike));
                    // The page follows what moves anyway; more often would only slow it down.
                    work(
                            by -> operations.retryAll(by, change, count -> {}),
                            count -> Notices.tell(word("failures.retry-all.done", count)));
                });
    }

    private void edit(Failures.Detail detail) {
        var text = new TextArea(word("failures.edit.label"));
        text.setValue(detail.payload());
        text.setWidthFull();
        text.setAutofocus(true);
        text.addClassName("payload-edit");
        var dialog = dialog("failures.edit", word("failures.edit.detail"), text);
        finish(
                dialog,
                "failures.edit.send",
                () -> attempt(
                        by -> operations.edit(by, detail.change().id(), text.getValue()),
                        left -> {
                            dialog.close();
                            tellLeft(left);
                        },
                        problem -> {
                            text.setInvalid(true);
                            text.setErrorMessage(ProblemWords.sentence(text, problem));
                        }));
    }

    private void discard(Failure failure) {
        var reason = new TextArea(word("failures.discard.reason"));
        reason.setWidthFull();
        reason.setAutofocus(true);
        reason.setMaxLength(500);
        reason.setRequiredIndicatorVisible(true);
        var dialog = dialog("failures.discard", word("failures.discard.detail", failure.title()), reason);
        finish(
                dialog,
                "failures.discard.yes",
                () -> attempt(
                        by -> {
                            operations.discard(by, failure.change().id(), reason.getValue());
                            return failure;
                        },
                        dropped -> {
                            dialog.close();
                            Notices.tell(word("failures.discarded"));
                        },
                        problem -> {
                            reason.setInvalid(true);
                            reason.setErrorMessage(ProblemWords.sentence(reason, problem));
                        }));
    }

    private void restore(ChangeId change) {
        work(
                by -> {
                    operations.restore(by, change);
                    return change;
                },
                back -> Notices.tell(word("failures.restored")));
    }

    /** Lets a system's word stand, after asking. */
    void take(Failures.Detail detail, SystemId system) {
        String title = system.title();
        Confirm.ask(
                word("failures.take.question", title),
                word("failures.take.detail", title),
                word("failures.take", title),
                word("failures.keep"),
                () -> work(by -> operations.take(by, detail.change().id(), system), this::tellLeft));
    }

    private void tellLeft(List<TroubledChange> left) {
        Notices.tell(
                left.isEmpty()
                        ? word("failures.agreed")
                        : word(
                                "failures.agreeing",
                                operations.title(left.getFirst().destination()),
                                said(left.getFirst())));
    }

    private Dialog dialog(String title, String detail, Component field) {
        var dialog = new Dialog(word(title), new Paragraph(detail), field);
        dialog.addClassName("failure-dialog");
        dialog.open();
        return dialog;
    }

    private void finish(Dialog dialog, String verb, Runnable deed) {
        var yes = new Button(word(verb), click -> deed.run());
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        dialog.getFooter().add(new Button(word("failures.keep"), click -> dialog.close()), yes);
    }

    private <T> void work(Function<Administrator, T> deed, Consumer<T> told) {
        attempt(deed, told, problem -> Notices.tell(ProblemWords.sentence(page, problem)));
    }

    private sealed interface Result<T> {
        record Worked<T>(T value) implements Result<T> {}

        record Refused<T>(Problem problem) implements Result<T> {}
    }

    /** A refusal is an answer; only what nobody expected is a failure. */
    private <T> void attempt(Function<Administrator, T> deed, Consumer<T> told, Consumer<Problem> refused) {
        Administrator by = operations.administrator();
        Supplier<Result<T>> work = () -> {
            try {
                return new Result.Worked<>(deed.apply(by));
            } catch (Problem problem) {
                return new Result.Refused<>(problem);
            }
        };
        Live.of(page)
                .run(
                        work,
                        result -> {
                            switch (result) {
                                case Result.Worked<T>(T value) -> told.accept(value);
                                case Result.Refused<T>(Problem problem) -> refused.accept(problem);
                            }
                            done.run();
                        },
                        broken -> {
                            Notices.tell(word("failures.broken"));
                            done.run();
                        });
    }
}
