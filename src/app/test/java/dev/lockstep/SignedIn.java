package dev.lockstep;

import dev.lockstep.account.SignIns;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.test.context.support.WithSecurityContext;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/** Runs a test as somebody who has signed in, with the account that a sign-in makes. */
@Retention(RetentionPolicy.RUNTIME)
@WithSecurityContext(factory = SignedIn.Factory.class)
public @interface SignedIn {

    /** The user's id in Clerk. */
    String value();

    String username() default "";

    String firstName() default "";

    String lastName() default "";

    Role role() default Role.MEMBER;

    final class Factory implements WithSecurityContextFactory<SignedIn> {

        private final SignIns signIns;

        private final SecurityContextHolderStrategy strategy;

        Factory(SignIns signIns, SecurityContextHolderStrategy strategy) {
            this.signIns = signIns;
            this.strategy = strategy;
        }

        @Override
        public SecurityContext createSecurityContext(SignedIn who) {
            // Each application that starts puts its own in this place, which all of the process share.
            SecurityContextHolder.setContextHolderStrategy(strategy);
            Map<String, Object> claims = Map.of(
                    "sub", who.value(),
                    "email", who.value() + "@example.com",
                    "preferred_username", who.username(),
                    "given_name", who.firstName(),
                    "family_name", who.lastName(),
                    "public_metadata", Map.of("role", who.role() == Role.ADMIN ? "admin" : "member"));
            signIns.store(new PersonId(who.value()), claims);
            List<GrantedAuthority> authorities = new ArrayList<>();
            authorities.add(new SimpleGrantedAuthority("ROLE_MEMBER"));
            if (who.role() == Role.ADMIN) {
                authorities.add(new SimpleGrantedAuthority("ROLE_ADMIN"));
            }
            Instant issued = Instant.parse("2026-01-01T12:00:00Z");
            var token = new OidcIdToken("header.payload.signature", issued, issued.plusSeconds(3600), claims);
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    new OAuth2AuthenticationToken(new DefaultOidcUser(authorities, token), authorities, "clerk"));
            return context;
        }
    }
}
