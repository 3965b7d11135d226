package dev.lockstep.account;

import dev.lockstep.account.person.Account;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Function;
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
        return of(CurrentAccount::user);
    }

    /** Whoever works here, a person or a guest; empty when neither has come in. */
    public Optional<Owner> owner() {
        return id().<Owner>map(person -> person).or(this::guest);
    }

    /** Empty for people, and when nobody has come in. */
    public Optional<GuestId> guest() {
        return of(CurrentAccount::guest);
    }

    private static <T> Optional<T> of(Function<@Nullable Principal, Optional<T>> who) {
        return who.apply(SecurityContextHolder.getContext().getAuthentication()).or(() -> ofRequest(who));
    }

    /** The holder is one for the whole process; a request knows its own application's. */
    private static <T> Optional<T> ofRequest(Function<@Nullable Principal, Optional<T>> who) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? who.apply(attributes.getRequest().getUserPrincipal())
                : Optional.empty();
    }

    private static Optional<GuestId> guest(@Nullable Principal principal) {
        return principal instanceof Authentication authentication
                        && authentication.getPrincipal() instanceof GuestId guest
                ? Optional.of(guest)
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
