package dev.lockstep.account.language;

import dev.lockstep.account.limit.Limits;
import dev.lockstep.account.limit.TooMany;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.language.Language;
import dev.lockstep.work.RetriedTransaction;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The door to the languages that people chose. */
@Service
public class Languages {

    private final LanguageRepository chosen;
    private final RetriedTransaction writes;
    private final Limits limits;

    Languages(LanguageRepository chosen, RetriedTransaction writes, Limits limits) {
        this.chosen = chosen;
        this.writes = writes;
        this.limits = limits;
    }

    /** Empty when the person leaves it to the browser. */
    @Transactional(readOnly = true)
    public Optional<Language> of(PersonId person) {
        return chosen.findById(person.value()).map(LanguageEntity::language);
    }

    /**
     * Counts for all pages from their next visit on.
     *
     * @param language empty leaves it to the browser again
     * @throws TooMany when this person has changed too much in a short while; nothing is stored then
     */
    public void choose(PersonId person, Optional<Language> language) {
        limits.change(person);
        writes.run(() -> {
            language.ifPresentOrElse(
                    one -> chosen.save(new LanguageEntity(person, one)), () -> chosen.deleteById(person.value()));
            return language;
        });
    }

    /**
     * In which locale a page is shown: the language that the person chose, or else the first of ours that the browser asks for;
     * in the browser's region.
     *
     * @param person empty when nobody is signed in
     * @param accepted what the browser asks for, as {@link Language#asked} takes it
     */
    @Transactional(readOnly = true)
    public Locale locale(Optional<PersonId> person, @Nullable String accepted) {
        return person.flatMap(this::of)
                .map(language -> language.in(accepted))
                .orElseGet(() -> Language.asked(accepted));
    }
}
