package dev.lockstep.emulator.clerk.oidc;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What an authorization request must be: its redirect goes to this machine, and its state has at least eight letters
 * unless PKCE protects it. Everything else is Spring's rules, which are asked last.
 */
final class AuthorizationRules implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

    private static final int SHORTEST_STATE = 8;

    private final OAuth2AuthorizationCodeRequestAuthenticationValidator standard =
            new OAuth2AuthorizationCodeRequestAuthenticationValidator();

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        String redirect = request.getRedirectUri();
        if (!LoopbackAddress.matches(redirect)) {
            // Without the request in the exception nothing is sent to that address, not even the error.
            throw refused("redirect_uri must be on localhost, 127.0.0.1 or [::1]", null);
        }
        String state = request.getState();
        boolean pkce = request.getAdditionalParameters().containsKey("code_challenge");
        if (!pkce && (state == null || state.length() < SHORTEST_STATE)) {
            throw refused("state must have at least 8 characters", request);
        }
        if (forbidsPages(request) && !signedIn(request)) {
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                    new OAuth2Error("login_required", "nobody is signed in on this browser", null), request);
        }
        RegisteredClient client = context.getRegisteredClient();
        if (Clients.answeredAnywhere(client)) {
            // Spring compares with what the client has registered; any address on this machine counts as registered.
            client = RegisteredClient.from(client)
                    .redirectUris(registered -> {
                        registered.clear();
                        registered.add(redirect);
                    })
                    .build();
        }
        standard.accept(OAuth2AuthorizationCodeRequestAuthenticationContext.with(request)
                .registeredClient(client)
                .build());
    }

    private static boolean forbidsPages(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
        return request.getAdditionalParameters().get("prompt") instanceof String prompt
                && List.of(prompt.split(" ")).contains("none");
    }

    private static boolean signedIn(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
        return request.getPrincipal() instanceof Authentication person
                && person.isAuthenticated()
                && !(person instanceof AnonymousAuthenticationToken);
    }

    private static OAuth2AuthenticationException refused(
            String description, @Nullable OAuth2AuthorizationCodeRequestAuthenticationToken request) {
        var error = new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, description, null);
        return new OAuth2AuthorizationCodeRequestAuthenticationException(error, request);
    }
}
