package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.emulator.clerk.pages.BrowserCookie;
import dev.lockstep.emulator.clerk.store.Browsers.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Tells Spring Security who is signed in on the browser: whoever its cookie says. There is no HTTP session. A request
 * with {@code prompt=login} finds nobody, so that it is sent to the sign-in page.
 */
final class SignedInBrowser implements SecurityContextRepository {

    private final BrowserCookie cookie;

    SignedInBrowser(BrowserCookie cookie) {
        this.cookie = cookie;
    }

    /** The values of {@code prompt}, which is a list in one text. */
    static Set<String> prompts(HttpServletRequest request) {
        String prompt = request.getParameter("prompt");
        return prompt == null
                ? Set.of()
                : Set.copyOf(Stream.of(prompt.split(" ")).distinct().toList());
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(() -> context(request));
    }

    private SecurityContext context(HttpServletRequest request) {
        if (!request.getRequestURI().equals(OidcProvider.AUTHORIZE)
                || prompts(request).contains("login")) {
            return new SecurityContextImpl();
        }
        return cookie.signedIn(request)
                .map(signedIn -> new SecurityContextImpl(authentication(signedIn)))
                .orElseGet(SecurityContextImpl::new);
    }

    private static Authentication authentication(SignedIn signedIn) {
        // Spring reads from the factor when the person proved who they are; without it there is no id_token.
        var factor = FactorGrantedAuthority.withFactor("EMULATED")
                .issuedAt(signedIn.session().createdAt())
                .build();
        return UsernamePasswordAuthenticationToken.authenticated(
                signedIn.person().id(), null, List.of(factor));
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        // The cookie is written by the sign-in pages alone.
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return cookie.signedIn(request).isPresent();
    }

    private static final class Deferred implements DeferredSecurityContext {

        private final Supplier<SecurityContext> source;
        private @Nullable SecurityContext loaded;

        private Deferred(Supplier<SecurityContext> source) {
            this.source = source;
        }

        @Override
        public SecurityContext get() {
            if (loaded == null) {
                loaded = source.get();
            }
            return loaded;
        }

        @Override
        public boolean isGenerated() {
            return get().getAuthentication() == null;
        }
    }
}
