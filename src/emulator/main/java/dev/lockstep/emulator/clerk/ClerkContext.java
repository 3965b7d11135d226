package dev.lockstep.emulator.clerk;

import dev.lockstep.emulator.clerk.oidc.OidcProvider;
import dev.lockstep.emulator.clerk.webhook.Webhooks;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.port.LoopbackHosts;
import dev.lockstep.emulator.port.PlainErrors;
import dev.lockstep.emulator.port.UnreadableParts;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.apache.catalina.Host;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.HandlerFunctionAdapter;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.mvc.HttpRequestHandlerAdapter;

/**
 * The emulator's web server: Tomcat, one dispatcher, routes, three security chains, nothing automatic. Carries no
 * stereotype on purpose: the application scans the packages above this one and must not find it.
 */
@EnableWebSecurity
class ClerkContext {

    private static final int MAX_PART_BYTES = 11 * 1024 * 1024;
    private static final int IN_MEMORY_BYTES = 256 * 1024;
    private static final String CSRF_COOKIE = "__clerk_csrf";
    // Redirects that follow a form count as its targets, so this machine's applications must be among them.
    private static final String PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'; form-action 'self' http://localhost:* http://127.0.0.1:* https://localhost:* "
            + "https://127.0.0.1:*";

    /** What the context is given from outside. */
    record Wiring(
            int port,
            RouterFunction<ServerResponse> routes,
            OidcProvider provider,
            FaultFilter faults,
            Webhooks webhooks) {}

    @Bean
    TomcatServletWebServerFactory server(Wiring wiring) {
        var server = new TomcatServletWebServerFactory(wiring.port());
        server.setAddress(InetAddress.getLoopbackAddress());
        server.setRegisterDefaultServlet(false);
        // Spring's provider opens an HTTP session nobody needs: no cookie for it, and it is gone in a minute.
        server.getSettings().getSession().setTrackingModes(Set.of());
        server.getSettings().getSession().setTimeout(Duration.ofMinutes(1));
        server.addErrorPages(new ErrorPage("/error"));
        server.addContextCustomizers(context -> PlainErrors.on((Host) context.getParent()));
        // An upload that is refused is still read to its end, so that the sender hears why.
        server.addConnectorCustomizers(connector -> connector.setProperty("maxSwallowSize", "-1"));
        return server;
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> dispatcher(WebApplicationContext context) {
        var registration = new ServletRegistrationBean<>(new DispatcherServlet(context), "/");
        registration.setMultipartConfig(
                new MultipartConfigElement("", MAX_PART_BYTES, MAX_PART_BYTES, IN_MEMORY_BYTES));
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    RouterFunctionMapping mapping(Wiring wiring) {
        var mapping = new RouterFunctionMapping(wiring.routes());
        mapping.setCorsConfigurationSource(wiring.provider().readers());
        return mapping;
    }

    @Bean
    HandlerFunctionAdapter adapter() {
        return new HandlerFunctionAdapter();
    }

    /** For requests with which browsers ask beforehand. */
    @Bean
    HttpRequestHandlerAdapter preflights() {
        return new HttpRequestHandlerAdapter();
    }

    @Bean
    FilterRegistrationBean<Filter> hosts() {
        var registration = new FilterRegistrationBean<Filter>(new LoopbackHosts());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> parts() {
        var registration = new FilterRegistrationBean<Filter>(new UnreadableParts());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Browsers send forms in UTF-8 without saying so. Answers name their own character set, or none. */
    @Bean
    FilterRegistrationBean<Filter> encoding() {
        var registration = new FilterRegistrationBean<Filter>(new CharacterEncodingFilter("UTF-8", true, false));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> faults(Wiring wiring) {
        var registration = new FilterRegistrationBean<Filter>(wiring.faults());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    DelegatingFilterProxyRegistrationBean security() {
        return new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
    }

    @Bean
    SecurityContextHolderStrategy securityContextHolderStrategy() {
        return new LateSecurityContext();
    }

    @Bean
    @Order(1)
    SecurityFilterChain providerChain(HttpSecurity http, Wiring wiring) {
        wiring.provider().configure(http);
        return http.build();
    }

    /** The Backend API and the webhooks' list guard themselves; pictures and style sheets are for everybody and say how long to keep them. */
    @Bean
    @Order(2)
    SecurityFilterChain machineChain(HttpSecurity http) {
        stateless(http)
                .securityMatcher("/v1/**", "/emulator/**", "/images/**", "/assets/**")
                .csrf(csrf -> csrf.disable())
                .headers(headers -> headers.cacheControl(cache -> cache.disable())
                        .contentSecurityPolicy(policy -> policy.policyDirectives(
                                "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'")));
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pageChain(HttpSecurity http) {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(CSRF_COOKIE);
        tokens.setCookieCustomizer(cookie -> cookie.path("/").httpOnly(true).sameSite("Strict"));
        stateless(http)
                .csrf(csrf -> csrf.csrfTokenRepository(tokens).ignoringRequestMatchers("/oauth/end_session"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(PAGE_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)));
        return http.build();
    }

    private static HttpSecurity stateless(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(logout -> logout.disable());
    }
}
