package dev.lockstep.account.signin;

import dev.lockstep.account.AccountDeleted;
import dev.lockstep.account.SignIns;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import java.util.HashMap;
import java.util.Map;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Turns a verified OpenID Connect sign-in into a signed-in person of this installation, with a role. */
@Component
class SignInService implements OAuth2UserService<OidcUserRequest, OidcUser> {

    private final OidcUserService verified = new OidcUserService();
    private final SignIns signIns;

    SignInService(SignIns signIns) {
        this.signIns = signIns;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser user = verified.loadUser(request);
        Map<String, Object> claims = new HashMap<>(user.getClaims());
        var id = new PersonId(user.getSubject());
        Role role = store(id, claims);
        signIns.announce(id, request.getIdToken());
        return new DefaultOidcUser(Authorities.of(role), user.getIdToken(), user.getUserInfo(), "sub");
    }

    private Role store(PersonId id, Map<String, Object> claims) {
        try {
            return signIns.store(id, claims);
        } catch (AccountDeleted e) {
            throw new OAuth2AuthenticationException(new OAuth2Error("account_deleted", e.getMessage(), null), e);
        }
    }
}
