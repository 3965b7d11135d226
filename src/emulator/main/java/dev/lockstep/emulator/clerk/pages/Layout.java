package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.emulator.page.Html;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.function.ServerResponse;

/** The frame of every page: mark, card, the line that says where one is. Holds the icons. */
public final class Layout {

    private static final MediaType TYPE = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    static final Html MARK = new Html("""
            <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">\
            <path d="M5 17.5 27 6.5" /><path d="M5 28 27 13.7" /></svg>""");
    static final Html ENVELOPE =
            icon("<rect x=\"3\" y=\"5\" width=\"18\" height=\"14\" rx=\"2.5\"/><path d=\"m4 7 8 6 8-6\"/>");
    static final Html PERSON =
            icon("<circle cx=\"12\" cy=\"8\" r=\"4\"/><path d=\"M4 20c1.5-4 4.5-5.5 8-5.5s6.5 1.5 8 5.5\"/>");
    private static final Html GOOGLE = icon("<path d=\"M20 12h-8m8 0a8 8 0 1 1-2.6-5.9\"/>");
    private static final Html GITHUB = icon("<circle cx=\"6\" cy=\"5\" r=\"2\"/><circle cx=\"18\" cy=\"7\" r=\"2\"/>"
            + "<circle cx=\"6\" cy=\"19\" r=\"2\"/><path d=\"M6 7v10m12-8c0 4-6 3-11 6\"/>");

    private final String environmentName;

    public Layout(String environmentName) {
        this.environmentName = environmentName;
    }

    private static Html icon(String paths) {
        return new Html("<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"20\" height=\"20\" aria-hidden=\"true\""
                + " focusable=\"false\">" + paths + "</svg>");
    }

    static Html icon(Provider provider) {
        return switch (provider) {
            case GOOGLE -> GOOGLE;
            case GITHUB -> GITHUB;
        };
    }

    /** The hidden field without which no form is taken. */
    static Html csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? Html.of(
                        "<input type=\"hidden\" name=\"%s\" value=\"%s\">", token.getParameterName(), token.getToken())
                : Html.NOTHING;
    }

    ServerResponse page(String title, Html content) {
        return page(HttpStatus.OK, title, content);
    }

    ServerResponse page(HttpStatus status, String title, Html content) {
        return ServerResponse.status(status)
                .contentType(TYPE)
                .body(document(title, content).markup().getBytes(StandardCharsets.UTF_8));
    }

    /** A page that says why something does not go on, for whoever cannot answer by a route. */
    public byte[] problem(String title, String sentence) {
        Html content = Html.of("<h1>%s</h1><p>%s</p><p><a href=\"/\">About this emulator</a></p>", title, sentence);
        return document(title, content).markup().getBytes(StandardCharsets.UTF_8);
    }

    private Html document(String title, Html content) {
        return Html.of("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s · Lockstep</title>
                <link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/assets/pages.css">
                </head>
                <body>
                <main>
                <p class="brand">%s<span>Lockstep</span><span class="badge">%s</span></p>
                <div class="card">%s</div>
                <p class="where"><a href="/">Lockstep emulates Clerk on this machine; nothing leaves it</a></p>
                </main>
                </body>
                </html>
                """, title, MARK, environmentName, content);
    }
}
