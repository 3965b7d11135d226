package dev.lockstep.account.signin;

import com.vaadin.flow.spring.security.UidlRedirectStrategy;
import dev.lockstep.account.AccountProperties;
import dev.lockstep.account.SignIns;
import dev.lockstep.account.person.UserId;
import dev.lockstep.clerk.ClerkProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

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
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ClerkProperties clerk;
    private final AccountProperties account;
    private final SignIns signIns;
    private final RedirectStrategy redirects = new UidlRedirectStrategy();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final JsonMapper json = new JsonMapper();
    private volatile @Nullable Optional<URI> endSession;

    SignOut(ClerkProperties clerk, AccountProperties account, SignIns signIns) {
        this.clerk = clerk;
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
        signIns.signedOut(new UserId(user.getSubject()));
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
        URI document = URI.create(clerk.issuer() + "/.well-known/openid-configuration");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(document).timeout(PATIENCE).build();
            var answer = json.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            Optional<URI> found =
                    Optional.ofNullable(answer.get("end_session_endpoint")).map(node -> URI.create(node.asString()));
            endSession = found;
            return found;
        } catch (IOException | JacksonException e) {
            LOG.warn("The provider's discovery document could not be read; signed out here only", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
