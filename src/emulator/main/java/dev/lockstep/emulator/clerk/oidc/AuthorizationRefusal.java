package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.emulator.clerk.pages.Layout;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Answers an authorization request that is refused: to the application when its address is known to be good, otherwise
 * on a page of our own.
 */
final class AuthorizationRefusal {

    private AuthorizationRefusal() {}

    static void write(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException problem, Layout layout)
            throws IOException {
        OAuth2Error error = ((OAuth2AuthenticationException) problem).getError();
        String redirect = redirect(problem);
        if (redirect == null) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            response.setContentType("text/html;charset=UTF-8");
            response.getOutputStream()
                    .write(layout.problem("This sign-in cannot start", "The application asked: " + said(error) + "."));
            return;
        }
        var builder = UriComponentsBuilder.fromUriString(redirect)
                .queryParam("error", "{error}")
                .queryParam("error_description", "{description}");
        String state = request.getParameter("state");
        if (state != null) {
            builder.queryParam("state", "{state}");
        }
        response.setStatus(HttpStatus.FOUND.value());
        response.setHeader(
                "Location",
                builder.encode()
                        .buildAndExpand(error.getErrorCode(), said(error), state)
                        .toUriString());
    }

    private static @Nullable String redirect(AuthenticationException problem) {
        if (!(problem instanceof OAuth2AuthorizationCodeRequestAuthenticationException refused)) {
            return null;
        }
        OAuth2AuthorizationCodeRequestAuthenticationToken request = refused.getAuthorizationCodeRequestAuthentication();
        String redirect = request == null ? null : request.getRedirectUri();
        return LoopbackAddress.matches(redirect) ? redirect : null;
    }

    private static String said(OAuth2Error error) {
        String description = error.getDescription();
        return description == null || description.isBlank()
                ? error.getErrorCode()
                : error.getErrorCode() + ", " + description;
    }
}
