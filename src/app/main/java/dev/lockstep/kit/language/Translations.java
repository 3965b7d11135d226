package dev.lockstep.kit.language;

import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The product's words by their keys, in {@code vaadin-i18n/translations.properties} and one file more for each language. What a
 * language lacks is said in English, wherever the server stands. Thread-safe.
 */
@Component
public class Translations implements I18NProvider {

    private static final String WORDS = "vaadin-i18n.translations";

    /** Java would look for words in the server's own language next. */
    private static final Control ENGLISH_NEXT = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    @Override
    public List<Locale> getProvidedLocales() {
        return Arrays.stream(Language.values()).map(Language::locale).toList();
    }

    @Override
    public Locale getDefaultLocale() {
        return Language.ENGLISH.locale();
    }

    /**
     * The words of a key. With arguments they are a {@link MessageFormat}; without they are taken as they stand.
     *
     * @param locale its language chooses the words, its region how numbers are written
     * @return the key in exclamation marks when there are no words for it
     */
    @Override
    public String getTranslation(String key, Locale locale, Object... arguments) {
        if (!has(key, locale)) {
            return "!" + locale.getLanguage() + ": " + key;
        }
        String said = said(key, locale);
        return arguments.length == 0 ? said : new MessageFormat(said, locale).format(arguments);
    }

    /** Whether there are words for this key in this locale's language, or else in English. */
    static boolean has(String key, Locale locale) {
        return words(locale).containsKey(key);
    }

    /** As it stands in the file, arguments and all. */
    static String said(String key, Locale locale) {
        return words(locale).getString(key);
    }

    /** All words of a language, by key. */
    static Map<String, String> all(Language language) {
        ResourceBundle words = words(language.locale());
        return words.keySet().stream().collect(Collectors.toMap(key -> key, words::getString));
    }

    private static ResourceBundle words(Locale locale) {
        return ResourceBundle.getBundle(WORDS, Language.of(locale).locale(), ENGLISH_NEXT);
    }
}
