package dev.lockstep.account.signin;

import com.vaadin.flow.spring.security.UidlRedirectStrategy;
import dev.lockstep.account.SignIns;
import dev.lockstep.account.role.AccountProperties;
import dev.lockstep.clerk.ClerkIssuer;
import dev.lockstep.clerk.ClerkProblem;
import dev.lockstep.core.PersonId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Ends the sign-in here and, where the provider offers it, there: otherwise the next "sign in" would let the last
 * person in again without a word. Whether it does is asked of its discovery document, once it has answered for good.
 *
 * <p>The provider knows who is asking by its own cookie and which application by {@code client_id}; the optional
 * {@code id_token_hint} is left out, since it would put a token into an address.
 */
@Component
class SignOut implements LogoutSuccessHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SignOut.class);

    private final ClerkIssuer issuer;
    private final AccountProperties account;
    private final SignIns signIns;
    private final RedirectStrategy redirects = new UidlRedirectStrategy();
    private volatile @Nullable Optional<URI> endSession;

    SignOut(ClerkIssuer issuer, AccountProperties account, SignIns signIns) {
        this.issuer = issuer;
        this.account = account;
        this.signIns = signIns;
    }

    @Override
    public void onLogoutSuccess(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication)
            throws IOException {
        String home = UriComponentsBuilder.fromUriString(request.getRequestURL().toString())
                .replacePath(request.getContextPath() + "/")
                .replaceQuery(null)
                .build()
                .toUriString();
        if (authentication == null || !(authentication.getPrincipal() instanceof OidcUser user)) {
            redirects.sendRedirect(request, response, home);
            return;
        }
        signIns.signedOut(new PersonId(user.getSubject()));
        LOG.info("Signed out user={}", user.getSubject());
        String target = endSession()
                .map(end -> UriComponentsBuilder.fromUri(end)
                        .queryParam("client_id", account.clientId())
                        .queryParam("post_logout_redirect_uri", home)
                        .encode()
                        .build()
                        .toUriString())
                .orElse(home);
        redirects.sendRedirect(request, response, target);
    }

    private Optional<URI> endSession() {
        Optional<URI> known = endSession;
        if (known == null) {
            known = discover();
        }
        return known;
    }

    private Optional<URI> discover() {
        try {
            Optional<URI> found = issuer.endSession();
            endSession = found;
            return found;
        } catch (ClerkProblem e) {
            LOG.warn("The provider's discovery document could not be read; signed out here only: {}", e.sentence());
            return Optional.empty();
        }
    }
}
