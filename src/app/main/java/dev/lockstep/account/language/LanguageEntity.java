package dev.lockstep.account.language;

import dev.lockstep.core.PersonId;
import dev.lockstep.kit.language.Language;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The row of somebody who chose a language; whoever leaves it to the browser has none. */
@Entity
@Table(name = "account_language")
class LanguageEntity {

    @Id
    private String person;

    @Enumerated(EnumType.STRING)
    private Language language;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected LanguageEntity() {}

    LanguageEntity(PersonId person, Language language) {
        this.person = person.value();
        this.language = language;
    }

    Language language() {
        return language;
    }
}
