package dev.lockstep.account.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.select.Select;
import dev.lockstep.account.language.Languages;
import dev.lockstep.account.limit.TooMany;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.Language;
import dev.lockstep.kit.language.ProblemWords;
import java.util.Optional;
import java.util.stream.Stream;

/** Which language the pages speak to this person: the browser's, or one of ours. */
final class LanguageChoice extends Select<Optional<Language>> {

    private final Languages languages;
    private final PersonId person;

    LanguageChoice(Languages languages, PersonId person) {
        this.languages = languages;
        this.person = person;
        addClassName("language-choice");
        setLabel(getTranslation("profile.language"));
        setHelperText(getTranslation("profile.language.help"));
        setItems(Stream.concat(
                        Stream.of(Optional.<Language>empty()),
                        Stream.of(Language.values()).map(Optional::of))
                .toList());
        setItemLabelGenerator(this::label);
        setValue(languages.of(person));
        addValueChangeListener(change -> {
            if (change.isFromClient()) {
                choose(change.getOldValue(), change.getValue());
            }
        });
    }

    /** A language is called what those who speak it call it: whoever chose a wrong one finds back. */
    private String label(Optional<Language> choice) {
        return choice.map(language -> language.locale().getDisplayLanguage(language.locale()))
                .orElseGet(() -> getTranslation("profile.language.browser"));
    }

    private void choose(Optional<Language> before, Optional<Language> now) {
        try {
            languages.choose(person, now);
            // All words of the page are made anew; what is typed in it comes back as a draft.
            UI.getCurrent().getPage().reload();
        } catch (TooMany problem) {
            setValue(before);
            Notices.tell(ProblemWords.both(this, problem));
        }
    }
}
