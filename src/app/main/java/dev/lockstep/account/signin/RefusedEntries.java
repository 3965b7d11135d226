package dev.lockstep.account.signin;

import dev.lockstep.core.LimitedLog;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/** Says in the log who was not let in: at a sign-in that failed, and at an address that is closed to them. */
@Component
class RefusedEntries extends SimpleUrlAuthenticationFailureHandler {

    private static final int MOST_LINES_A_MINUTE = 20;

    private final LimitedLog log;

    RefusedEntries(Clock clock) {
        super("/?problem=sign-in");
        this.log = new LimitedLog(LoggerFactory.getLogger(RefusedEntries.class), clock, MOST_LINES_A_MINUTE);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException, ServletException {
        log.warn("A sign-in was refused why={} from={}", why(refusal), request.getRemoteAddr());
        super.onAuthenticationFailure(request, response, refusal);
    }

    /** A code of the protocol; anybody can send one, of any length and with anything in it. */
    private static String why(AuthenticationException refusal) {
        String code = refusal instanceof OAuth2AuthenticationException oauth
                ? String.valueOf(oauth.getError().getErrorCode())
                : "other";
        return code.substring(0, Math.min(code.length(), 60)).replaceAll("[^\\w.-]", "?");
    }

    @EventListener
    void denied(AuthorizationDeniedEvent<?> event) {
        if (event.getObject() instanceof HttpServletRequest request) {
            Authentication who = event.getAuthentication().get();
            log.warn(
                    "Access was refused user={} from={} path={}",
                    who == null ? "nobody" : who.getName(),
                    request.getRemoteAddr(),
                    request.getRequestURI());
        }
    }
}
