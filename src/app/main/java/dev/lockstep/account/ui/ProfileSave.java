package dev.lockstep.account.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.account.InvalidProfile;
import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.limit.TooMany;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The save button of a profile form and the answers beside it: one chip a system as they come in, and a sentence when
 * there is more to say. The form stays editable meanwhile.
 */
final class ProfileSave extends Div {

    /** How this page saves: off the page's thread, telling each leg as it is known. */
    @FunctionalInterface
    interface Saving {
        SavedProfile save(ProfileChange change, PictureChoice picture, Consumer<Leg> progress);
    }

    private final ProfileForm form;
    private final Saving saving;
    private final Consumer<SavedProfile> saved;
    private final SaveChips chips;
    private final Paragraph message = new Paragraph();
    private final Button button;

    ProfileSave(ProfileForm form, String label, Saving saving, Consumer<SavedProfile> saved, Clock clock) {
        this.form = form;
        this.saving = saving;
        this.saved = saved;
        this.chips = new SaveChips(getTranslation("profile.save"), clock);
        this.button = new Button(label, click -> save());
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        message.addClassName("form-message");
        message.getElement().setAttribute("role", "status");
        addClassName("form-foot");
        add(button, chips, message);
    }

    private void save() {
        ProfileChange change = form.change();
        PictureChoice picture = form.pictureChoice();
        chips.clear();
        message.setText(getTranslation("profile.saving"));
        button.setEnabled(false);
        Live live = Live.of(this);
        live.<Result>run(
                () -> attempt(change, picture, leg -> live.show(() -> chips.show(leg))), this::show, this::broken);
    }

    /** Whether an answer is still to come, which is then shown in the form. */
    boolean isSaving() {
        return !button.isEnabled();
    }

    private sealed interface Result {
        record Saved(SavedProfile profile) implements Result {}

        record Invalid(InvalidProfile problem) implements Result {}

        record Refused(TooMany problem) implements Result {}
    }

    private Result attempt(ProfileChange change, PictureChoice picture, Consumer<Leg> progress) {
        try {
            return new Result.Saved(saving.save(change, picture, progress));
        } catch (InvalidProfile problem) {
            return new Result.Invalid(problem);
        } catch (TooMany problem) {
            return new Result.Refused(problem);
        }
    }

    private void show(Result result) {
        button.setEnabled(true);
        switch (result) {
            case Result.Invalid(var problem) -> {
                form.mark(problem.fields());
                message.setText(getTranslation("profile.invalid"));
            }
            case Result.Refused(var problem) -> message.setText(ProblemWords.both(this, problem));
            case Result.Saved(var profile) -> {
                profile.legs().forEach(chips::show);
                form.showSaved(profile.account(), profile.fields());
                message.setText(sentence(profile));
                saved.accept(profile);
            }
        }
    }

    private void broken(RuntimeException failure) {
        button.setEnabled(true);
        chips.clear();
        message.setText(getTranslation("profile.failed"));
    }

    private String sentence(SavedProfile profile) {
        if (profile.legs().isEmpty()) {
            return getTranslation("profile.unchanged");
        }
        if (!profile.fields().isEmpty()) {
            return getTranslation("profile.part-refused");
        }
        List<Outcome.Queued> queued = profile.legs().stream()
                .map(Leg::outcome)
                .filter(Outcome.Queued.class::isInstance)
                .map(Outcome.Queued.class::cast)
                .toList();
        if (queued.size() == profile.legs().size() && queued.size() > 1) {
            String reasons = queued.stream()
                    .map(Outcome.Queued::reason)
                    .distinct()
                    .map(reason -> ProblemWords.said(this, reason))
                    .collect(Collectors.joining(" "));
            return getTranslation("profile.both-failed", reasons);
        }
        return queued.isEmpty() ? getTranslation("profile.saved") : getTranslation("profile.part-queued");
    }
}
