package dev.lockstep.account.signin;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import dev.lockstep.clerk.ClerkProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;

/**
 * Who may see what: pages say it themselves by annotation; everything else is closed. Sign-in goes through Clerk only.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    static final String SIGN_IN = "/oauth2/authorization/" + ClerkRegistration.ID;

    /** Health probes and the static parts of the pages, open to all. */
    @Bean
    @Order(1)
    SecurityFilterChain openPaths(HttpSecurity http) throws Exception {
        return http.securityMatcher("/actuator/health/**", "/lockstep/**", "/favicon.ico", "/favicon.svg")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(
            HttpSecurity http,
            ClientRegistrationRepository registrations,
            SignInService signIn,
            SignOut signOut,
            Landing landing,
            ClerkProperties clerk)
            throws Exception {
        http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentPolicy(clerk)))
                .referrerPolicy(referrer ->
                        referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                .frameOptions(frame -> frame.deny()));
        http.with(
                VaadinSecurityConfigurer.vaadin(),
                vaadin -> vaadin.oauth2LoginPage(SIGN_IN, "{baseUrl}/").logoutSuccessHandler(signOut));
        http.oauth2Login(login -> login.authorizationEndpoint(
                        endpoint -> endpoint.authorizationRequestResolver(new ChosenProvider(registrations)))
                .userInfoEndpoint(endpoint -> endpoint.oidcUserService(signIn))
                .successHandler(landing)
                .failureUrl("/?problem=sign-in"));
        return http.build();
    }

    /** Pictures come from Clerk's image hosts or from the provider itself; scripts are Vaadin's own, which need inline. */
    private static String contentPolicy(ClerkProperties clerk) {
        String issuer = clerk.issuer().toString();
        return "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
                + " img-src 'self' data: blob: https://img.clerk.com https://images.clerk.dev " + issuer + ";"
                + " font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self';"
                + " form-action 'self' " + issuer + "; frame-ancestors 'none'";
    }
}
