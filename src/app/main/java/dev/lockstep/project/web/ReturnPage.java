package dev.lockstep.project.web;

import java.util.Locale;
import java.util.ResourceBundle;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** The small pages of the window in which people agreed: it closes itself, or says why it cannot go on. */
@Component
class ReturnPage {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
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

    private final ResourceBundle words = ResourceBundle.getBundle("vaadin-i18n.translations", Locale.ROOT);

    String words(String key) {
        return words.getString(key);
    }

    /** The answer has been taken; the page that asked goes on. */
    String closing() {
        return page(words("convex.done"), words("convex.done.detail"), CLOSE);
    }

    String problem(String sentence, String nextStep) {
        return page(sentence, nextStep, "");
    }

    private String page(String title, String sentence, String script) {
        String name = HtmlUtils.htmlEscape(title);
        return PAGE.formatted(
                name, name, HtmlUtils.htmlEscape(sentence), "../projects", words("convex.projects"), script);
    }
}
