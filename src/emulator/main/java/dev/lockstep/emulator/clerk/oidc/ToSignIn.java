package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.emulator.clerk.pages.Continuation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Sends a browser that asks for an authorization to the sign-in page, and to the right one at once when the request
 * names its {@code identity_provider}. Anything else without a valid token is answered 401.
 */
final class ToSignIn implements AuthenticationEntryPoint {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        if (!request.getRequestURI().equals(OidcProvider.AUTHORIZE)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            return;
        }
        Continuation next = new Continuation(OidcProvider.AUTHORIZE + "?" + remaining(request));
        String page = "/sign-in" + provider(request.getParameter("identity_provider"));
        String hint = request.getParameter("login_hint");
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, hint == null ? next.at(page) : next.at(page, "login_hint", hint));
    }

    private static String provider(@Nullable String name) {
        return name != null && Stream.of("google", "github", "email").anyMatch(name::equals) ? "/" + name : "";
    }

    /** The request without what has been seen to: the wish for a sign-in and the way to do it. */
    private static String remaining(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("identity_provider"))
                .flatMap(parameter -> Arrays.stream(parameter.getValue())
                        .map(value -> parameter.getKey().equals("prompt") ? withoutLogin(value) : value)
                        .filter(value -> !(parameter.getKey().equals("prompt") && value.isEmpty()))
                        .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String withoutLogin(String prompt) {
        return Stream.of(prompt.split(" "))
                .filter(value -> !value.equals("login"))
                .collect(Collectors.joining(" "));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
