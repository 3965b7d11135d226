package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.store.Browsers;
import dev.lockstep.emulator.clerk.store.Browsers.SignedIn;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * The cookie {@code __client}, by which a browser stays signed in, also after the emulator was stopped and started.
 * Not for scripts; sent along when another page leads here, since that is how applications ask for a sign-in.
 */
public final class BrowserCookie {

    private static final String NAME = "__client";
    private static final Duration LIFETIME = Duration.ofDays(365);

    private final Browsers browsers;

    public BrowserCookie(Browsers browsers) {
        this.browsers = browsers;
    }

    public Optional<SignedIn> signedIn(HttpServletRequest request) {
        return browsers.signedIn(token(request));
    }

    /** Signs in and gives the cookie to set. */
    ResponseCookie signIn(HttpServletRequest request, String userId) {
        return cookie(browsers.signIn(token(request), userId));
    }

    /** The same on other terms than the ordinary ones, for at most as long as told. */
    public ResponseCookie signIn(HttpServletRequest request, String userId, Session.Terms terms, Duration lifetime) {
        return cookie(browsers.signIn(token(request), userId, terms, lifetime));
    }

    private static ResponseCookie cookie(Secret token) {
        return ResponseCookie.from(NAME, token.reveal())
                .path("/")
                .httpOnly(true)
                .sameSite("Lax")
                .maxAge(LIFETIME)
                .build();
    }

    /** Ends what is signed in on the browser. The cookie stays: it names the browser, not a person. */
    public void signOut(HttpServletRequest request) {
        browsers.signOut(token(request));
    }

    private static @Nullable String token(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? null
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse(null);
    }
}
