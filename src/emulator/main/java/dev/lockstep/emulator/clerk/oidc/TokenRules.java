package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.People;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Makes Spring's tokens Clerk's: an id_token lasts a day and has no {@code sid}, {@code azp} or {@code auth_time}; an
 * access token has no audience. Who was banned, locked or deleted gets none.
 */
final class TokenRules implements OAuth2TokenCustomizer<JwtEncodingContext> {

    private static final Duration ID_TOKEN_LIFETIME = Duration.ofDays(1);
    private static final List<String> NOT_CLERKS = List.of("sid", "azp", "auth_time");
    private static final int JTI_LENGTH = 20;

    private final People people;
    private final IdentityClaims claims;
    private final Ids ids;

    TokenRules(People people, IdentityClaims claims, Ids ids) {
        this.people = people;
        this.claims = claims;
        this.ids = ids;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        Person person = people.find(context.getPrincipal().getName())
                .filter(Person::welcome)
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
        context.getJwsHeader().type("JWT");
        context.getClaims().claim("jti", ids.text(JTI_LENGTH));
        if (context.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
            customizeIdToken(context, person);
        } else {
            context.getClaims().claim("client_id", context.getRegisteredClient().getClientId());
            context.getClaims().claims(all -> all.remove("aud"));
        }
    }

    private void customizeIdToken(JwtEncodingContext context, Person person) {
        context.getClaims().claims(all -> {
            NOT_CLERKS.forEach(all::remove);
            all.putAll(claims.of(person, context.getAuthorizedScopes()));
            Instant made = (Instant) all.get("iat");
            all.put("exp", made.plus(ID_TOKEN_LIFETIME));
        });
    }
}
