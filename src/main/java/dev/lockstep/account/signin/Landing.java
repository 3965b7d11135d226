package dev.lockstep.account.signin;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.limit.Visitors;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.UserId;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * Where a person lands after signing in: the page they asked for; else the introduction while they have not been
 * through it; else their home page.
 */
@Component
class Landing extends SavedRequestAwareAuthenticationSuccessHandler {

    private final Accounts accounts;
    private final WebSessions sessions;
    private final Visitors visitors;

    Landing(Accounts accounts, WebSessions sessions, Visitors visitors) {
        this.visitors = visitors;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws ServletException, IOException {
        if (authentication.getPrincipal() instanceof OidcUser user) {
            visitors.signedIn(request.getSession());
            sessions.signedIn(new UserId(user.getSubject()), Authorities.role(authentication), request.getSession());
        }
        super.onAuthenticationSuccess(request, response, authentication);
    }

    @Override
    protected String determineTargetUrl(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        boolean introduced = authentication.getPrincipal() instanceof OidcUser user
                && accounts.find(new UserId(user.getSubject()))
                        .map(Account::onboarded)
                        .orElse(false);
        return introduced ? "/home" : "/onboarding";
    }
}
