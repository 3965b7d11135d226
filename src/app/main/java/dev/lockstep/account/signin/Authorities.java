package dev.lockstep.account.signin;

import dev.lockstep.account.person.Role;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** What a role is in Spring Security's words. Everybody signed in is a member. */
final class Authorities {

    private static final String PREFIX = "ROLE_";
    private static final GrantedAuthority ADMIN = new SimpleGrantedAuthority(PREFIX + Role.ADMIN);

    private Authorities() {}

    static List<GrantedAuthority> of(Role role) {
        GrantedAuthority member = new SimpleGrantedAuthority(PREFIX + Role.MEMBER);
        return role == Role.ADMIN ? List.of(member, ADMIN) : List.of(member);
    }

    static Role role(Authentication authentication) {
        return authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(ADMIN.getAuthority()::equals)
                ? Role.ADMIN
                : Role.MEMBER;
    }

    /**
     * Lets the person whose session it is go on with this role, from the next request on.
     *
     * @throws IllegalStateException when the session has ended
     */
    static void give(HttpSession session, Role role) {
        String key = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;
        if (session.getAttribute(key) instanceof SecurityContext context
                && context.getAuthentication() instanceof OAuth2AuthenticationToken before
                && before.getPrincipal() instanceof OidcUser user) {
            List<GrantedAuthority> authorities = with(before.getAuthorities(), role);
            var after = new OAuth2AuthenticationToken(
                    new DefaultOidcUser(authorities, user.getIdToken(), user.getUserInfo(), "sub"),
                    authorities,
                    before.getAuthorizedClientRegistrationId());
            after.setDetails(before.getDetails());
            // Another context and not another authentication in the same one, which requests under way have read.
            session.setAttribute(key, new SecurityContextImpl(after));
        }
    }

    /** What else there is, by which means somebody signed in, say, stays. */
    private static List<GrantedAuthority> with(Collection<? extends GrantedAuthority> before, Role role) {
        var authorities = new ArrayList<>(of(role));
        before.stream()
                .filter(authority -> !String.valueOf(authority.getAuthority()).startsWith(PREFIX))
                .forEach(authorities::add);
        return authorities;
    }
}
