package dev.lockstep.account.ui;

import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.ProfileRules;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Drafts;
import dev.lockstep.kit.language.ProblemWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a profile. Holds what is being typed; knows nothing of saving. */
final class ProfileForm extends Div {

    private static final List<String> SUGGESTIONS = List.of(
            "Photography",
            "Illustration",
            "Design",
            "Architecture",
            "Travel",
            "Nature",
            "Music",
            "Writing",
            "Science",
            "Technology",
            "Cooking",
            "Sports");

    private final PicturePicker picture;
    private final TextField username = new TextField();
    private final TextField firstName = new TextField();
    private final TextField lastName = new TextField();
    private final MultiSelectComboBox<String> interests = new MultiSelectComboBox<>();
    private final Map<String, HasValidation> byName = new LinkedHashMap<>();

    private final Drafts drafts;
    private final Paragraph restored = new Paragraph();

    /** What the fields were filled from: only what differs from it was changed here. */
    private Account shown;

    /** @param page which page's it is: what is typed into one is not given back in another */
    ProfileForm(Account account, String page) {
        addClassName("profile-form");
        shown = account;
        drafts = new Drafts(account.id().value(), page, this::restore);
        restored.addClassName("form-message");
        restored.getElement().setAttribute("role", "status");
        restored.setVisible(false);
        picture = new PicturePicker(account);
        prepare(firstName, "profile.first", "given-name");
        prepare(lastName, "profile.last", "family-name");
        prepare(username, "profile.username", "username");
        username.addClassName("wide");
        prepareInterests();
        byName.put(ProfileChange.FIRST_NAME, firstName);
        byName.put(ProfileChange.LAST_NAME, lastName);
        byName.put(ProfileChange.USERNAME, username);
        byName.put(ProfileChange.INTERESTS, interests);
        var fields = new Div(firstName, lastName, username, interests);
        fields.addClassName("profile-fields");
        drafts.of(firstName, ProfileChange.FIRST_NAME);
        drafts.of(lastName, ProfileChange.LAST_NAME);
        drafts.of(username, ProfileChange.USERNAME);
        drafts.of(interests, ProfileChange.INTERESTS);
        add(picture, fields, restored, drafts);
        show(account);
    }

    private void prepare(TextField field, String label, String autocomplete) {
        field.setLabel(getTranslation(label));
        field.getElement().setAttribute("autocomplete", autocomplete);
        field.setMaxLength(ProfileRules.NAME_MAX);
        // Known here soon after it was typed: what comes from elsewhere must not take its place.
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.addValueChangeListener(event -> field.setInvalid(false));
    }

    private void prepareInterests() {
        interests.setLabel(getTranslation("profile.interests"));
        interests.setAllowCustomValue(true);
        interests.setAutoExpand(MultiSelectComboBox.AutoExpandMode.VERTICAL);
        interests.addClassName("wide");
        interests.addCustomValueSetListener(event -> {
            var chosen = new LinkedHashSet<>(interests.getValue());
            chosen.add(event.getDetail().strip());
            offer(chosen);
            interests.setValue(chosen);
        });
        interests.addValueChangeListener(event -> interests.setInvalid(false));
    }

    private void offer(Iterable<String> also) {
        var items = new LinkedHashSet<>(SUGGESTIONS);
        also.forEach(items::add);
        interests.setItems(items);
    }

    void show(Account account) {
        shown = account;
        picture.show(account);
        username.setValue(account.username().orElse(""));
        firstName.setValue(account.firstName().orElse(""));
        lastName.setValue(account.lastName().orElse(""));
        offer(account.interests());
        interests.setValue(new LinkedHashSet<>(account.interests()));
        byName.values().forEach(field -> field.setInvalid(false));
        firstName.setHelperText("");
        lastName.setHelperText("");
        username.setHelperText(getTranslation("profile.username.help"));
        interests.setHelperText(getTranslation("profile.interests.help"));
        restored.setVisible(false);
        keepDrafts();
    }

    private void keepDrafts() {
        drafts.begin(Map.of(
                ProfileChange.FIRST_NAME, shown.firstName().orElse(""),
                ProfileChange.LAST_NAME, shown.lastName().orElse(""),
                ProfileChange.USERNAME, shown.username().orElse(""),
                ProfileChange.INTERESTS, shown.interests()));
    }

    /** What was typed here before this page was loaded, and never saved. */
    private void restore(Map<String, Object> typed) {
        typed.forEach((name, value) -> {
            if (value instanceof String text && byName.get(name) instanceof TextField field) {
                field.setValue(text);
            } else if (value instanceof List<?> list && name.equals(ProfileChange.INTERESTS)) {
                var chosen = new LinkedHashSet<String>();
                list.forEach(one -> chosen.add(String.valueOf(one)));
                offer(chosen);
                interests.setValue(chosen);
            }
        });
        var discard = new Button(getTranslation("draft.discard"), click -> show(shown));
        discard.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        restored.removeAll();
        restored.add(new Span(getTranslation("draft.restored")), discard);
        restored.setVisible(true);
    }

    /**
     * Shows how the person is now where nothing was typed: it was changed elsewhere, on a phone or in another tab. What was
     * typed stays, with a word of what saving it would replace.
     */
    void refresh(Account now) {
        refresh(username, shown.username(), now.username());
        refresh(firstName, shown.firstName(), now.firstName());
        refresh(lastName, shown.lastName(), now.lastName());
        if (!now.interests().equals(shown.interests())) {
            refreshInterests(now.interests());
        }
        if (picture.choice() instanceof PictureChoice.Keep && !now.imageUrl().equals(shown.imageUrl())) {
            picture.show(now);
        }
        shown = now;
        keepDrafts();
    }

    private void refresh(TextField field, Optional<String> before, Optional<String> now) {
        String newer = now.orElse("");
        if (now.equals(before) || field.getValue().equals(newer)) {
            return;
        }
        if (field.getValue().equals(before.orElse(""))) {
            field.setValue(newer);
        } else {
            field.setHelperText(changedElsewhere(newer));
        }
    }

    private void refreshInterests(List<String> now) {
        List<String> typed = new ArrayList<>(interests.getValue());
        if (typed.equals(shown.interests())) {
            offer(now);
            interests.setValue(new LinkedHashSet<>(now));
        } else if (!typed.equals(now)) {
            interests.setHelperText(changedElsewhere(String.join(", ", now)));
        }
    }

    private String changedElsewhere(String now) {
        return now.isEmpty() ? getTranslation("profile.elsewhere.cleared") : getTranslation("profile.elsewhere", now);
    }

    /** What was changed in the form, and nothing that was only shown: somewhere else it may be newer by now. */
    ProfileChange change() {
        return ProfileChange.ofForm(
                        username.getValue(),
                        firstName.getValue(),
                        lastName.getValue(),
                        new ArrayList<>(interests.getValue()))
                .since(shown);
    }

    PictureChoice pictureChoice() {
        return picture.choice();
    }

    /** Marks the fields at fault and says why beside each. What the person typed stays. */
    void mark(List<Problem.Field> wrong) {
        for (Problem.Field field : wrong) {
            HasValidation component = byName.get(field.field());
            if (component != null) {
                component.setErrorMessage(ProblemWords.sentence(this, field));
                component.setInvalid(true);
            } else {
                picture.refuse(ProblemWords.sentence(this, field));
            }
        }
    }

    /** Like {@link #show}, but a refused field keeps what was typed, so that it can be corrected. */
    void showSaved(Account account, List<Problem.Field> refused) {
        String typed = username.getValue();
        String first = firstName.getValue();
        String last = lastName.getValue();
        show(account);
        for (Problem.Field field : refused) {
            switch (field.field()) {
                case ProfileChange.USERNAME -> username.setValue(typed);
                case ProfileChange.FIRST_NAME -> firstName.setValue(first);
                case ProfileChange.LAST_NAME -> lastName.setValue(last);
                default -> picture.refuse(ProblemWords.sentence(this, field));
            }
        }
        mark(refused);
    }
}
