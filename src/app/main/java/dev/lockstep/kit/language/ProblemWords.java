package dev.lockstep.kit.language;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import dev.lockstep.core.Problem;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What went wrong, in the page's language: {@code problem.<code>.sentence} and {@code problem.<code>.next}, or with a word
 * between for a code of several sentences. What no words are known for is said as the problem says it: in English, or in the
 * words of the service that refused. On the page's thread.
 */
public final class ProblemWords {

    private static final Phrases PHRASES = new Phrases(Translations.all(Language.ENGLISH));
    /** Characters. Longer texts are a service's or an app's own, and looking for ours in them could take long. */
    private static final int LONGEST = 1_000;

    private static final String SENTENCE = ".sentence";
    private static final String NEXT = ".next";

    private ProblemWords() {}

    /** What happened. */
    public static String sentence(Component page, Problem problem) {
        return sentence(locale(page), problem);
    }

    /** What to do next. */
    public static String nextStep(Component page, Problem problem) {
        return nextStep(locale(page), problem);
    }

    /** What happened, and what to do next. */
    public static String both(Component page, Problem problem) {
        return sentence(page, problem) + " " + nextStep(page, problem);
    }

    /** What is wrong with a field. */
    public static String sentence(Component page, Problem.Field field) {
        return said(locale(page), field.sentence());
    }

    /**
     * A sentence of a problem, or several, whose problem is not at hand any more: they were stored. Or the name of something that
     * Convex's functions offer.
     */
    public static String said(Component page, String english) {
        return said(locale(page), english);
    }

    /** The same for what is no component. */
    public static String sentence(Locale locale, Problem problem) {
        return known(locale, problem, SENTENCE, problem.sentence()).orElseGet(() -> said(locale, problem.sentence()));
    }

    /** The same for what is no component. */
    public static String nextStep(Locale locale, Problem problem) {
        return known(locale, problem, NEXT, problem.nextStep()).orElseGet(() -> said(locale, problem.nextStep()));
    }

    private static Optional<String> known(Locale locale, Problem problem, String part, String english) {
        if (Language.of(locale) == Language.ENGLISH) {
            return Optional.of(english);
        }
        Problem.Words words = problem.words();
        String code = Phrases.PREFIX + problem.code();
        String own = words.variant().isEmpty() ? code + part : code + "." + words.variant() + part;
        // One code may have sentences of services, too: those are theirs.
        return Translations.has(own, locale) && same(own, words.arguments(), english)
                ? Optional.of(filled(own, locale, words.arguments()))
                : Optional.empty();
    }

    private static boolean same(String key, List<Object> arguments, String english) {
        return Phrases.plain(filled(key, Language.ENGLISH.locale(), arguments)).equals(Phrases.plain(english));
    }

    private static String filled(String key, Locale locale, List<Object> arguments) {
        Object[] values = arguments.stream()
                .map(argument -> argument instanceof Problem part ? sentence(locale, part) : argument)
                .toArray();
        return new MessageFormat(Translations.said(key, locale), locale).format(values);
    }

    static String said(Locale locale, String english) {
        return Language.of(locale) == Language.ENGLISH || english.length() > LONGEST
                ? english
                : PHRASES.whole(english)
                        .map(found -> filled(found, locale))
                        .or(() -> parts(locale, english, true))
                        .or(() -> known(locale, english))
                        .or(() -> parts(locale, english, false))
                        .orElse(english);
    }

    private static Optional<String> known(Locale locale, String english) {
        return PHRASES.find(english).map(found -> filled(found, locale));
    }

    private static String filled(Phrases.Found found, Locale locale) {
        List<Object> arguments = found.arguments().stream()
                .<Object>map(argument -> said(locale, argument))
                .toList();
        return filled(found.key(), locale, arguments);
    }

    /** @param both whether a sentence and the one after it have to be ours, or one of them is enough */
    private static Optional<String> parts(Locale locale, String english, boolean both) {
        Optional<String> some = Optional.empty();
        for (int end = english.indexOf(". "); end >= 0; end = english.indexOf(". ", end + 1)) {
            String first = english.substring(0, end + 1);
            String rest = english.substring(end + 2);
            Optional<String> before = known(locale, first);
            Optional<String> after = known(locale, rest);
            if (before.isPresent() && after.isPresent()) {
                return Optional.of(before.get() + " " + after.get());
            }
            if (before.isPresent() || after.isPresent()) {
                some = Optional.of(before.orElse(first) + " " + after.orElse(rest));
            }
        }
        return both ? Optional.empty() : some;
    }

    private static Locale locale(Component page) {
        return page.getUI()
                .or(() -> Optional.ofNullable(UI.getCurrent()))
                .map(UI::getLocale)
                .orElse(Language.ENGLISH.locale());
    }
}
