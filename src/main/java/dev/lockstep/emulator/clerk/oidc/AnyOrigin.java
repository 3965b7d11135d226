package dev.lockstep.emulator.clerk.oidc;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/** Scripts of any page may read the endpoints, as with Clerk; cookies are never sent along. */
final class AnyOrigin implements CorsConfigurationSource {

    private final CorsConfiguration configuration = new CorsConfiguration();

    AnyOrigin() {
        configuration.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        configuration.setAllowedMethods(List.of("GET", "POST"));
        configuration.setAllowedHeaders(List.of(CorsConfiguration.ALL));
    }

    @Override
    public CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        return configuration;
    }
}
