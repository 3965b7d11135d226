package dev.lockstep.emulator.clerk.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.application.OAuthApplications;
import dev.lockstep.emulator.clerk.pages.BrowserCookie;
import dev.lockstep.emulator.clerk.pages.Layout;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.store.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OidcConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The provider: applications, known by id and secret, whose people are asked for no consent. Tokens last as long as
 * Clerk's: a code ten minutes, access and id_token a day, a refresh token ten years.
 */
public final class OidcProvider {

    static final String AUTHORIZE = "/oauth/authorize";

    /** The application that is there from the start. */
    public record Application(String clientId, Secret clientSecret) {}

    private final Instance instance;
    private final People people;
    private final BrowserCookie cookie;
    private final Layout layout;
    private final IdentityClaims claims;
    private final Clients clients;
    private final JdbcOAuth2AuthorizationService authorizations;
    private final JWKSource<SecurityContext> keys;
    private final OAuth2TokenGenerator<? extends OAuth2Token> tokens;

    public OidcProvider(
            Instance instance,
            Application application,
            OAuthApplications applications,
            Database database,
            People people,
            BrowserCookie cookie,
            Layout layout,
            JsonMapper json,
            Ids ids) {
        this.instance = instance;
        this.people = people;
        this.cookie = cookie;
        this.layout = layout;
        this.claims = new IdentityClaims(json, instance.issuer());
        this.clients = new Clients(application, applications);
        this.authorizations = new JdbcOAuth2AuthorizationService(database.template(), clients);
        // Asked for at each use: the key may not be made yet.
        this.keys = (selector, context) -> selector.select(new JWKSet(instance.key()));
        this.tokens = tokens(new TokenRules(people, claims, ids));
        forgetSpentCodes(database);
    }

    /** Codes that nobody exchanged would pile up for ever. */
    private static void forgetSpentCodes(Database database) {
        database.jdbc().sql("""
                        DELETE FROM oauth2_authorization WHERE refresh_token_value IS NULL
                            AND COALESCE(access_token_expires_at, authorization_code_expires_at) < LOCALTIMESTAMP""").update();
    }

    private OAuth2TokenGenerator<? extends OAuth2Token> tokens(TokenRules rules) {
        var jwt = new JwtGenerator(new NimbusJwtEncoder(keys));
        jwt.setJwtCustomizer(rules);
        var refresh = new OAuth2RefreshTokenGenerator();
        return new DelegatingOAuth2TokenGenerator(
                jwt,
                context -> context.getAuthorizedScopes().contains("offline_access") ? refresh.generate(context) : null);
    }

    /** Whether there is an application of that client id. */
    public boolean knows(String clientId) {
        return clients.findByClientId(clientId) != null;
    }

    private AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder()
                .issuer(instance.issuer().toString())
                .authorizationEndpoint(AUTHORIZE)
                .tokenEndpoint("/oauth/token")
                .jwkSetEndpoint("/.well-known/jwks.json")
                .oidcUserInfoEndpoint("/oauth/userinfo")
                .tokenRevocationEndpoint("/oauth/token/revoke")
                .tokenIntrospectionEndpoint("/oauth/token_info")
                .build();
    }

    /** Which endpoints scripts of other pages may read. */
    public CorsConfigurationSource readers() {
        var endpoints = new UrlBasedCorsConfigurationSource();
        for (String path :
                List.of("/.well-known/**", "/oauth/token", "/oauth/token/*", "/oauth/token_info", "/oauth/userinfo")) {
            endpoints.registerCorsConfiguration(path, AnyOrigin.CONFIGURATION);
        }
        return endpoints;
    }

    /** Puts the endpoints into a chain of their own. */
    public void configure(HttpSecurity http) {
        http.setSharedObject(JWKSource.class, keys);
        var server = new OAuth2AuthorizationServerConfigurer();
        http.securityMatcher(request -> server.getEndpointsMatcher().matches(request))
                .with(server, this::configure)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .csrf(csrf -> csrf.disable())
                .cors(cors -> cors.configurationSource(new AnyOrigin()))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(context -> context.securityContextRepository(new SignedInBrowser(cookie)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(new ToSignIn()))
                .oauth2ResourceServer(resource -> resource.jwt(
                        jwt -> jwt.decoder(NimbusJwtDecoder.withJwkSource(keys).build())));
    }

    private void configure(OAuth2AuthorizationServerConfigurer server) {
        server.registeredClientRepository(clients)
                .authorizationService(authorizations)
                .authorizationServerSettings(settings())
                .tokenGenerator(tokens)
                .clientAuthentication(client -> client.authenticationProviders(providers -> providers.stream()
                        .filter(ClientSecretAuthenticationProvider.class::isInstance)
                        .map(ClientSecretAuthenticationProvider.class::cast)
                        .forEach(provider -> provider.setPasswordEncoder(new SecretComparison()))))
                .authorizationEndpoint(endpoint -> endpoint.errorResponseHandler(this::refuse)
                        .authenticationProviders(providers -> providers.stream()
                                .filter(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::isInstance)
                                .map(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::cast)
                                .forEach(provider -> provider.setAuthenticationValidator(new AuthorizationRules()))))
                .authorizationServerMetadataEndpoint(metadata ->
                        metadata.authorizationServerMetadataCustomizer(document -> document.claims(this::describe)))
                .oidc(this::configure);
    }

    private void configure(OidcConfigurer oidc) {
        oidc.providerConfigurationEndpoint(endpoint ->
                        endpoint.providerConfigurationCustomizer(document -> document.claims(this::describe)))
                .userInfoEndpoint(endpoint -> endpoint.authenticationProviders(providers -> {
                    providers.clear();
                    providers.add(new UserInfo(instance, people, claims));
                }));
    }

    /** The discovery document as Clerk writes it. */
    private void describe(Map<String, Object> document) {
        document.keySet().retainAll(Discovery.FIELDS);
        document.putAll(Discovery.clerks(instance.issuer(), Clients.SCOPES));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        AuthorizationRefusal.write(request, response, problem, layout);
    }
}
