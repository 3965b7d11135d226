package dev.lockstep.guest;

import dev.lockstep.account.CurrentAccount;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The way in without an account: whoever comes in is the guest whose key is in this browser, or a new one. People who are signed in stay
 * who they are.
 */
@Controller
class GuestEntry {

    /** Links of other sites make nobody a guest; browsers that do not say where a link was may. */
    private static final List<String> FROM_HERE = List.of("same-origin", "none");

    private final Guests guests;
    private final CurrentAccount current;
    private final GuestProperties properties;
    private final GuestCookie cookie;

    GuestEntry(Guests guests, CurrentAccount current, GuestProperties properties, GuestCookie cookie) {
        this.guests = guests;
        this.current = current;
        this.properties = properties;
        this.cookie = cookie;
    }

    @GetMapping("/guest")
    void enter(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String from = request.getHeader("Sec-Fetch-Site");
        if (from != null && !FROM_HERE.contains(from)) {
            response.sendRedirect(request.getContextPath() + "/");
            return;
        }
        if (current.id().isEmpty()) {
            comeIn(request, response);
        }
        response.sendRedirect(request.getContextPath() + "/data");
    }

    private void comeIn(HttpServletRequest request, HttpServletResponse response) {
        Guests.Entry guest =
                cookie.key(request.getCookies()).flatMap(guests::find).orElseGet(guests::make);
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(cookie.name(), guest.key())
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(properties.kept())
                        .build()
                        .toString());
        // Whoever gave this browser a session before must not be in it now.
        request.getSession();
        request.changeSessionId();
        request.getSession().setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, of(guest));
    }

    private static SecurityContext of(Guests.Entry guest) {
        return new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                guest.id(), "", List.of(new SimpleGrantedAuthority("ROLE_GUEST"))));
    }
}
