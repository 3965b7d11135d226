package dev.lockstep.project.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/** Who may use the JSON API: people who have signed in and no guests, by the session's cookie; what changes something needs the token too. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String FORGED = """
            {"code":"ForgeryTokenMissing","error":"The header X-XSRF-TOKEN is missing or wrong.",\
            "nextStep":"Repeat the cookie XSRF-TOKEN in it, which every answer sets."}""";

    @Bean
    @Order(0)
    SecurityFilterChain apiOfProjects(HttpSecurity http, @Value("${lockstep.site.cookie-prefix:}") String cookiePrefix)
            throws Exception {
        var tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieName(cookiePrefix + "XSRF-TOKEN");
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        return http.securityMatcher("/api/convex/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("MEMBER"))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED))
                                .accessDeniedHandler((request, response, e) -> forged(response)))
                .headers(headers -> headers.contentSecurityPolicy(
                        csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
                .csrf(csrf -> csrf.spa().csrfTokenRepository(tokens))
                .build();
    }

    private static void forged(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(FORGED.getBytes(StandardCharsets.UTF_8));
    }
}
