package dev.lockstep;

import dev.lockstep.core.GuestId;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.test.context.support.WithSecurityContext;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/** Runs a test as somebody who works without an account. */
@Retention(RetentionPolicy.RUNTIME)
@WithSecurityContext(factory = AsGuest.Factory.class)
public @interface AsGuest {

    /** The guest's id. */
    String value();

    final class Factory implements WithSecurityContextFactory<AsGuest> {

        private final SecurityContextHolderStrategy strategy;

        Factory(SecurityContextHolderStrategy strategy) {
            this.strategy = strategy;
        }

        @Override
        public SecurityContext createSecurityContext(AsGuest who) {
            SecurityContextHolder.setContextHolderStrategy(strategy);
            return new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                    new GuestId(who.value()), "", List.of(new SimpleGrantedAuthority("ROLE_GUEST"))));
        }
    }
}
