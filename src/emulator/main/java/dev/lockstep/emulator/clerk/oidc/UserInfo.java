package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.store.People;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Answers the userinfo endpoint from the access token alone. Spring would look the token up among those it has stored,
 * and a refresh replaces the stored one; with Clerk an access token is good until it expires.
 */
final class UserInfo implements AuthenticationProvider {

    private final Instance instance;
    private final People people;
    private final IdentityClaims claims;

    UserInfo(Instance instance, People people, IdentityClaims claims) {
        this.instance = instance;
        this.people = people;
        this.claims = claims;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        if (!(request.getPrincipal() instanceof JwtAuthenticationToken bearer)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_TOKEN);
        }
        Set<String> scopes = scopes(bearer.getToken());
        if (!scopes.contains("openid")) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INSUFFICIENT_SCOPE);
        }
        Person person = people.find(bearer.getToken().getSubject())
                .filter(Person::welcome)
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_TOKEN));
        var info = claims.of(person, scopes);
        info.put("object", "oauth_user_info");
        info.put("instance_id", instance.id());
        info.put("user_id", person.id());
        info.put("sub", person.id());
        return new OidcUserInfoAuthenticationToken(bearer, new OidcUserInfo(info));
    }

    /** An id_token or a session token has no scopes, so it opens nothing here. */
    private static Set<String> scopes(Jwt token) {
        return token.getClaim("scope") instanceof Collection<?> scopes
                ? scopes.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    @Override
    public boolean supports(Class<?> type) {
        return OidcUserInfoAuthenticationToken.class.isAssignableFrom(type);
    }
}
