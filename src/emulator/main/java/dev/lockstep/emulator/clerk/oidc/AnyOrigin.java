package dev.lockstep.emulator.clerk.oidc;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/** Scripts of any page may read the endpoints, as with Clerk; cookies are never sent along. */
final class AnyOrigin implements CorsConfigurationSource {

    static final CorsConfiguration CONFIGURATION = new CorsConfiguration();

    static {
        CONFIGURATION.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        CONFIGURATION.setAllowedMethods(List.of("GET", "POST"));
        CONFIGURATION.setAllowedHeaders(List.of(CorsConfiguration.ALL));
    }

    @Override
    public CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        return CONFIGURATION;
    }
}
