package dev.lockstep.account.signin;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.limit.Visitors;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.profile.ConvexNews;
import dev.lockstep.core.PersonId;
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
    private final ConvexNews convex;
    private final WebSessions sessions;
    private final Visitors visitors;

    Landing(Accounts accounts, ConvexNews convex, WebSessions sessions, Visitors visitors) {
        this.visitors = visitors;
        this.accounts = accounts;
        this.convex = convex;
        this.sessions = sessions;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws ServletException, IOException {
        if (authentication.getPrincipal() instanceof OidcUser user) {
            visitors.signedIn(request.getSession());
            sessions.signedIn(new PersonId(user.getSubject()), Authorities.role(authentication), request.getSession());
        }
        super.onAuthenticationSuccess(request, response, authentication);
    }

    @Override
    protected String determineTargetUrl(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        boolean introduced =
                authentication.getPrincipal() instanceof OidcUser user && isIntroduced(new PersonId(user.getSubject()));
        return introduced ? "/home" : "/onboarding";
    }

    private boolean isIntroduced(PersonId user) {
        if (isIntroducedHere(user)) {
            return true;
        }
        // On a phone, perhaps: only Convex knows that.
        convex.ask(user);
        return isIntroducedHere(user);
    }

    private boolean isIntroducedHere(PersonId user) {
        return accounts.find(user).map(Account::onboarded).orElse(false);
    }
}
