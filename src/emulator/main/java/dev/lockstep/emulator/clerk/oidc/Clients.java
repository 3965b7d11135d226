package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.emulator.clerk.application.OAuthApplication;
import dev.lockstep.emulator.clerk.application.OAuthApplications;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * The applications as Spring wants them: the one that the emulator is started with, which may be answered anywhere on
 * this machine, and those of the Backend API, each as it is at the moment.
 */
final class Clients implements RegisteredClientRepository {

    static final List<String> SCOPES = List.of("openid", "profile", "email", "offline_access", "public_metadata");

    private static final String ANYWHERE = "emulator.answered-anywhere-on-this-machine";
    /** In place of the addresses of an application that has none: Spring wants one, and no browser goes there. */
    private static final String NOWHERE = "urn:nowhere";

    private static final Duration CODE_LIFETIME = Duration.ofMinutes(10);
    private static final Duration ACCESS_LIFETIME = Duration.ofDays(1);
    private static final Duration REFRESH_LIFETIME = Duration.ofDays(3650);

    private final RegisteredClient builtIn;
    private final OAuthApplications applications;

    Clients(OidcProvider.Application builtIn, OAuthApplications applications) {
        this.builtIn = registered(builtIn);
        this.applications = applications;
    }

    /** Whether the application may be answered at any address of this machine. */
    static boolean answeredAnywhere(RegisteredClient client) {
        return Boolean.TRUE.equals(client.getClientSettings().getSetting(ANYWHERE));
    }

    private static RegisteredClient registered(OidcProvider.Application application) {
        return common(application.clientId(), application.clientId())
                .clientSecret(application.clientSecret().reveal())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .redirectUri("http://127.0.0.1/")
                .scopes(scopes -> scopes.addAll(SCOPES))
                .clientSettings(settings(false).setting(ANYWHERE, true).build())
                .build();
    }

    private static RegisteredClient registered(OAuthApplication application) {
        var client = common(application.id(), application.clientId())
                .clientName(application.name())
                .redirectUris(uris -> uris.addAll(
                        application.redirectUris().isEmpty() ? List.of(NOWHERE) : application.redirectUris()))
                .scopes(scopes -> scopes.addAll(application.scopes()))
                .clientSettings(settings(application.pkceRequired() || application.isPublic())
                        .build());
        if (application.isPublic()) {
            client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        } else {
            client.clientSecret(application.secretHash())
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        }
        return client.build();
    }

    private static RegisteredClient.Builder common(String id, String clientId) {
        return RegisteredClient.withId(id)
                .clientId(clientId)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .tokenSettings(TokenSettings.builder()
                        .authorizationCodeTimeToLive(CODE_LIFETIME)
                        .accessTokenTimeToLive(ACCESS_LIFETIME)
                        .refreshTokenTimeToLive(REFRESH_LIFETIME)
                        .reuseRefreshTokens(true)
                        .build());
    }

    private static ClientSettings.Builder settings(boolean pkce) {
        return ClientSettings.builder().requireAuthorizationConsent(false).requireProofKey(pkce);
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("Applications are made by the Backend API");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return builtIn.getId().equals(id) ? builtIn : orNull(applications.find(id));
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return builtIn.getClientId().equals(clientId) ? builtIn : orNull(applications.byClientId(clientId));
    }

    private static @Nullable RegisteredClient orNull(Optional<OAuthApplication> application) {
        return application.map(Clients::registered).orElse(null);
    }
}
