package dev.lockstep.account.signin;

import dev.lockstep.account.role.AccountProperties;
import dev.lockstep.clerk.ClerkProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * Clerk as OpenID Connect provider. The endpoints are written out instead of discovered, so that the application
 * starts without asking the network, and the issuer is given, so that the token's {@code iss} is checked all the same.
 */
@Configuration(proxyBeanMethods = false)
class ClerkRegistration {

    static final String ID = "clerk";

    @Bean
    ClientRegistrationRepository clientRegistrations(ClerkProperties clerk, AccountProperties account) {
        String issuer = clerk.issuer().toString();
        return new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId(ID)
                .clientName("Clerk")
                .clientId(account.clientId())
                .clientSecret(account.clientSecret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                .scope("openid", "profile", "email", "public_metadata", "offline_access")
                .issuerUri(issuer)
                .authorizationUri(issuer + "/oauth/authorize")
                .tokenUri(issuer + "/oauth/token")
                .userInfoUri(issuer + "/oauth/userinfo")
                .jwkSetUri(issuer + "/.well-known/jwks.json")
                .userNameAttributeName("sub")
                .build());
    }
}
