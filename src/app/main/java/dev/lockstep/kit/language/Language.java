package dev.lockstep.kit.language;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A language in which there are words for everything. */
public enum Language {
    ENGLISH(Locale.ENGLISH),
    GERMAN(Locale.GERMAN);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /** The one that a page in this locale speaks: English where it is none of ours. */
    public static Language of(Locale locale) {
        return known(locale).orElse(ENGLISH);
    }

    /**
     * The first language that a browser asks for and that is one of ours, with the browser's region, by which it writes numbers
     * and dates; English when it asks for none of them.
     *
     * @param accepted the header {@code Accept-Language}; {@code null} or unreadable asks for none
     */
    public static Locale asked(@Nullable String accepted) {
        return wishes(accepted)
                .filter(locale -> known(locale).isPresent())
                .findFirst()
                .orElse(ENGLISH.locale);
    }

    /** This language, with the region for which a browser asks beside it, when it asks for this language at all. */
    public Locale in(@Nullable String accepted) {
        return wishes(accepted)
                .filter(locale -> known(locale).filter(this::equals).isPresent())
                .findFirst()
                .orElse(locale);
    }

    private static Optional<Language> known(Locale locale) {
        return Stream.of(values())
                .filter(one -> one.locale.getLanguage().equals(locale.getLanguage()))
                .findFirst();
    }

    private static Stream<Locale> wishes(@Nullable String accepted) {
        return ranges(accepted).stream()
                .filter(range -> range.getWeight() > 0)
                .map(range -> Locale.forLanguageTag(range.getRange()))
                // Without what else a tag may say: other digits, other calendars.
                .map(locale -> Locale.of(locale.getLanguage(), locale.getCountry()));
    }

    private static List<Locale.LanguageRange> ranges(@Nullable String accepted) {
        try {
            return accepted == null || accepted.isBlank() ? List.of() : Locale.LanguageRange.parse(accepted);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
