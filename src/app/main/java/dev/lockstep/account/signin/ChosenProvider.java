package dev.lockstep.account.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Passes on which button was pressed: {@code /oauth2/authorization/clerk?with=google} asks the sign-in page to go
 * straight to Google. A provider that does not know the hint shows all its choices. {@code ?fresh} asks it to have the
 * person sign in again even when it knows them.
 */
final class ChosenProvider implements OAuth2AuthorizationRequestResolver {

    private static final Set<String> KNOWN = Set.of("google", "github", "email");

    private static final RequestMatcher SIGN_IN = PathPatternRequestMatcher.pathPattern(SecurityConfiguration.SIGN_IN);

    private final DefaultOAuth2AuthorizationRequestResolver standard;

    ChosenProvider(ClientRegistrationRepository registrations) {
        this.standard = new DefaultOAuth2AuthorizationRequestResolver(registrations);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        // Any other provider is one that there is not, which the standard takes for a fault of the server's.
        return SIGN_IN.matches(request) ? withHints(standard.resolve(request), request) : null;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
        return withHints(standard.resolve(request, registrationId), request);
    }

    private static @Nullable OAuth2AuthorizationRequest withHints(
            @Nullable OAuth2AuthorizationRequest resolved, HttpServletRequest request) {
        if (resolved == null) {
            return null;
        }
        String chosen = request.getParameter("with");
        return OAuth2AuthorizationRequest.from(resolved)
                .additionalParameters(parameters -> {
                    if (chosen != null && KNOWN.contains(chosen)) {
                        parameters.put("identity_provider", chosen);
                    }
                    if (request.getParameter("fresh") != null) {
                        parameters.put("prompt", "login");
                    }
                })
                .build();
    }
}
