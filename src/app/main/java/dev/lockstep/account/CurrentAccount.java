package dev.lockstep.account;

import dev.lockstep.account.person.Account;
import dev.lockstep.core.PersonId;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who is looking at the page. Reads the security context, so call it on the request's or the page's own thread. */
@Component
public class CurrentAccount {

    private final Accounts accounts;

    CurrentAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Empty when nobody is signed in. */
    public Optional<PersonId> id() {
        return user(SecurityContextHolder.getContext().getAuthentication()).or(CurrentAccount::ofRequest);
    }

    /** The holder is one for the whole process; a request knows its own application's. */
    private static Optional<PersonId> ofRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? user(attributes.getRequest().getUserPrincipal())
                : Optional.empty();
    }

    private static Optional<PersonId> user(@Nullable Principal principal) {
        return principal instanceof Authentication authentication
                        && authentication.getPrincipal() instanceof OidcUser user
                ? Optional.of(new PersonId(user.getSubject()))
                : Optional.empty();
    }

    public Optional<Account> find() {
        return id().flatMap(accounts::find);
    }

    /** The signed-in person; for pages that nobody else can reach. */
    public Account get() {
        return find().orElseThrow(() -> new IllegalStateException("Bug: this page needs a signed-in person"));
    }
}
