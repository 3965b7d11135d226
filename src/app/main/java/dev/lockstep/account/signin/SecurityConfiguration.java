package dev.lockstep.account.signin;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import dev.lockstep.account.person.Role;
import dev.lockstep.clerk.ClerkProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;

/**
 * Who may see what: pages say it themselves by annotation; everything else is closed. Sign-in goes through Clerk only.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    /** For what is no page, should a browser show it as one all the same: a drawing has styles of its own. */
    private static final String NO_CONTENT =
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'";

    /** What no page here asks for. Writing to the clipboard is what the buttons that copy do. */
    private static final String NO_DEVICES =
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(),"
                    + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    static final String SIGN_IN = "/oauth2/authorization/" + ClerkRegistration.ID;

    /** Tells of refused access, which is logged. */
    @Bean
    AuthorizationEventPublisher refusals(ApplicationEventPublisher publisher) {
        return new SpringAuthorizationEventPublisher(publisher);
    }

    /**
     * What is not a page: the static parts, the health probes and the webhooks are open, figures are for administrators and
     * for whoever reaches the port for monitoring, everything else says so itself or is closed.
     */
    @Bean
    @Order(1)
    SecurityFilterChain notPages(HttpSecurity http, ManagementPort monitoring) throws Exception {
        String[] open = {"/lockstep/**", "/favicon.ico", "/actuator/health/**", "/webhooks/clerk"};
        var figures = PathPatternRequestMatcher.pathPattern("/actuator/prometheus");
        return http.securityMatcher("/lockstep/**", "/favicon.ico", "/actuator/**", "/api/**", "/webhooks/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(open)
                        .permitAll()
                        .requestMatchers(new AndRequestMatcher(figures, monitoring))
                        .permitAll()
                        .requestMatchers(figures)
                        .hasRole(Role.ADMIN.name())
                        .anyRequest()
                        .denyAll())
                .csrf(csrf -> csrf.disable())
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(NO_CONTENT)))
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
            RefusedEntries refused,
            ClerkProperties clerk,
            @Value("${lockstep.convex.url}") String convex,
            @Value("${lockstep.site.public-url:}") String publicUrl)
            throws Exception {
        http.headers(headers -> headers.contentSecurityPolicy(
                        csp -> csp.policyDirectives(contentPolicy(clerk, convex, publicUrl)))
                .permissionsPolicyHeader(permissions -> permissions.policy(NO_DEVICES))
                .addHeaderWriter(apartFromOtherWindows())
                .referrerPolicy(referrer ->
                        referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                .frameOptions(frame -> frame.deny()));
        http.with(
                VaadinSecurityConfigurer.vaadin(),
                // Every address left is a page or none: pages guard themselves by annotation, closed when they have
                // none,
                // and an address that leads nowhere is told so by the product, not by a bare status.
                vaadin -> vaadin.oauth2LoginPage(SIGN_IN, "{baseUrl}/")
                        .logoutSuccessHandler(signOut)
                        .anyRequest(AuthorizeHttpRequestsConfigurer.AuthorizedUrl::permitAll));
        http.oauth2Login(login -> login.authorizationEndpoint(
                        endpoint -> endpoint.authorizationRequestResolver(new ChosenProvider(registrations)))
                .userInfoEndpoint(endpoint -> endpoint.oidcUserService(signIn))
                .failureHandler(refused));
        http.with(new Landed(landing), landed -> {});
        return http.build();
    }

    /** Vaadin's configurer brings a landing of its own while it is initialised; this one comes after it. */
    private static final class Landed extends AbstractHttpConfigurer<Landed, HttpSecurity> {

        private final Landing landing;

        Landed(Landing landing) {
            this.landing = landing;
        }

        @Override
        public void init(HttpSecurity http) {
            landing.setRequestCache(http.getSharedObject(RequestCache.class));
            http.oauth2Login(login -> login.successHandler(landing));
        }
    }

    /**
     * Keeps windows of other sites from getting hold of ours. The window in which people agree at Convex is opened by ours and
     * comes back: it has to stay one that may close itself, and so its own addresses say nothing.
     */
    private static HeaderWriter apartFromOtherWindows() {
        var apart = new CrossOriginOpenerPolicyHeaderWriter();
        apart.setPolicy(CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy.SAME_ORIGIN_ALLOW_POPUPS);
        return new DelegatingRequestMatcherHeaderWriter(
                new NegatedRequestMatcher(PathPatternRequestMatcher.pathPattern("/convex/**")), apart);
    }

    /**
     * Pictures come from Clerk's image hosts, the provider itself and Convex's file storage. Vaadin starts its pages by inline
     * scripts, and runs what the server sends by {@code new Function}: without both of the unsafe ones no page comes up.
     * Connections go to this site alone; some browsers do not take a WebSocket to it for {@code 'self'}.
     */
    private static String contentPolicy(ClerkProperties clerk, String convex, String publicUrl) {
        String issuer = clerk.issuer().toString();
        String socket = publicUrl.isBlank()
                ? ""
                : " " + publicUrl.strip().replaceAll("/+$", "").replaceFirst("http", "ws");
        return "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
                + " img-src 'self' data: blob: https://img.clerk.com https://images.clerk.dev " + issuer + " "
                + convex + ";"
                + " font-src 'self' data:; connect-src 'self'" + socket + "; object-src 'none'; base-uri 'self';"
                + " frame-src 'none'; form-action 'self' " + issuer + "; frame-ancestors 'none'";
    }
}
