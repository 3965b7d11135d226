package dev.lockstep.emulator.convex.platform.web;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.page.Asset;
import dev.lockstep.emulator.page.Html;

/** The frame of every page of the platform: what it says it is, a card, and the files that pages refer to. */
public final class Frame {

    // Redirects that follow a form count as its targets, so this machine's applications must be among them.
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'; form-action 'self' http://localhost:* http://127.0.0.1:* https://localhost:* "
            + "https://127.0.0.1:*";

    private static final Html MARK = new Html("""
            <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">\
            <path d="M16 4.5 27 10.7v10.6L16 27.5 5 21.3V10.7Z" /><path d="M5 10.7 16 17l11-6.3M16 17v10.5" /></svg>""");

    private Frame() {}

    public static Reply page(String title, Html content) {
        return page(200, title, content);
    }

    public static Reply page(int status, String title, Html content) {
        Html document =
                Html.of("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s · emulated Convex</title>
                <link rel="icon" href="%s" type="image/svg+xml">
                <link rel="stylesheet" href="%s">
                <link rel="stylesheet" href="%s">
                </head>
                <body>
                <main>
                <p class="brand">%s<span>Convex</span><span class="badge platform">local stand-in</span></p>
                <div class="card">%s</div>
                <p class="where"><a href="/">Lockstep emulates Convex on this machine; nothing leaves it</a></p>
                </main>
                </body>
                </html>
                """, title, Asset.MARK.path(), Asset.STYLE.path(), Asset.PLATFORM_STYLE.path(), MARK, content);
        return Reply.page(status, document.markup(), POLICY);
    }

    /** Buttons work on our own pages only: another site's form would act for the person who is looking at it. */
    public static void requireOwnPage(Request request) {
        String site = request.header("sec-fetch-site").orElse("same-origin");
        boolean ours = site.equals("same-origin") || site.equals("none");
        boolean sameOrigin = request.header("origin")
                .filter(origin ->
                        !origin.equals("http://" + request.header("host").orElse("")))
                .isEmpty();
        if (!ours || !sameOrigin) {
            throw Refusal.forbidden("ForeignForm", "This form was sent from another site. Nothing was changed.");
        }
    }
}
