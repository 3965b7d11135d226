package dev.lockstep.project.web;

import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.language.Languages;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.kit.language.Translations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** The small pages of the window in which people agreed: it closes itself, or says why it cannot go on. */
@Component
class ReturnPage {

    private static final String PAGE = """
            <!doctype html>
            <html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%s</title><style>
            :root { color-scheme: light dark; }
            body { margin: 0; min-height: 100dvh; display: grid; place-content: center; padding: 24px; max-width: 32rem;
              margin-inline: auto; font: 16px/1.5 system-ui, sans-serif; color: light-dark(#10131c, #eef0f6);
              background: light-dark(#fafbfd, #0c0e14); }
            h1 { font-size: 20px; margin: 0 0 8px; } p { margin: 0 0 16px; }
            a { color: light-dark(#2b59e0, #7c9cff); }
            </style></head><body><main><h1>%s</h1><p>%s</p><p><a href="%s">%s</a></p></main>%s</body></html>
            """;

    private static final String CLOSE = "<script>window.close()</script>";

    private final Translations translations;
    private final Languages languages;
    private final CurrentAccount current;

    ReturnPage(Translations translations, Languages languages, CurrentAccount current) {
        this.translations = translations;
        this.languages = languages;
        this.current = current;
    }

    /** The answer has been taken; the page that asked goes on. */
    String closing(HttpServletRequest request) {
        Locale locale = locale(request);
        return page(locale, words(locale, "convex.done"), words(locale, "convex.done.detail"), CLOSE);
    }

    String problem(HttpServletRequest request, Problem problem) {
        Locale locale = locale(request);
        return page(locale, ProblemWords.sentence(locale, problem), ProblemWords.nextStep(locale, problem), "");
    }

    /** @param sentence its key, and {@code nextStep} that of what to do */
    String problem(HttpServletRequest request, String sentence, String nextStep) {
        Locale locale = locale(request);
        return page(locale, words(locale, sentence), words(locale, nextStep), "");
    }

    private Locale locale(HttpServletRequest request) {
        return languages.locale(current.id(), request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private String words(Locale locale, String key) {
        return translations.getTranslation(key, locale);
    }

    private String page(Locale locale, String title, String sentence, String script) {
        String name = HtmlUtils.htmlEscape(title);
        return PAGE.formatted(
                locale.getLanguage(),
                name,
                name,
                HtmlUtils.htmlEscape(sentence),
                "../projects",
                words(locale, "convex.projects"),
                script);
    }
}
