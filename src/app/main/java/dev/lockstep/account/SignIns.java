package dev.lockstep.account;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.Role;
import dev.lockstep.account.profile.ProfileChanges;
import dev.lockstep.account.role.Roles;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.work.RetriedTransaction;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.stereotype.Component;

/**
 * What a sign-in means here: the person has an account row from the first moment, Convex hears of them, and what Clerk
 * says about username, names and picture holds, but for what this person's own newer changes are about to change there.
 */
@Component
public class SignIns {

    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

    private final AccountRepository accounts;
    private final ProfileChanges changes;
    private final Changes outgoing;
    private final Deliveries deliveries;
    private final WebTokens tokens;
    private final Roles roles;
    private final Clock clock;
    private final RetriedTransaction writes;

    SignIns(
            AccountRepository accounts,
            ProfileChanges changes,
            Changes outgoing,
            Deliveries deliveries,
            WebTokens tokens,
            Roles roles,
            Clock clock,
            RetriedTransaction writes) {
        this.writes = writes;
        this.accounts = accounts;
        this.changes = changes;
        this.outgoing = outgoing;
        this.deliveries = deliveries;
        this.tokens = tokens;
        this.roles = roles;
        this.clock = clock;
    }

    /** Stores the sign-in; call {@link #announce} after it, outside the transaction. */
    public Role store(PersonId user, Map<String, Object> claims) {
        return writes.run(() -> storeOnce(user, claims));
    }

    private Role storeOnce(PersonId user, Map<String, Object> claims) {
        var now = clock.instant();
        Optional<AccountEntity> known = accounts.findById(user.value());
        if (known.filter(AccountEntity::isDeleted).isPresent()) {
            throw new AccountDeleted(user);
        }
        AccountEntity row = known.orElseGet(() -> new AccountEntity(user, now));
        String email = text(claims, "email").orElse(null);
        Role role = roles.of(user, claims);
        // Clerk's news may have made the row before the first sign-in; Convex may know nothing of the person yet.
        boolean first = row.hasNeverSignedIn();
        if (row.clerkUpdatedAt().isPresent() && row.role() != role) {
            // Claims may be older than what Clerk has told since, and need not tell at all; Clerk knows.
            changes.askClerk(user);
        }
        row.signedIn(email, role, now);
        ChangeId group = outgoing.newId();
        ProfileChange news = said(claims).without(changes.underWay(user)).since(row.account());
        row.apply(news, now);
        accounts.save(row);
        if (first) {
            changes.toConvex(group, user, ProfileChanges.GET_OR_CREATE, ProfileChange.NOTHING);
        }
        if (!news.isEmpty()) {
            changes.toConvex(group, user, ProfileChanges.UPDATE, news);
        }
        LOG.info("Signed in user={} role={} new={}", user, role, first);
        return role;
    }

    /** Tells the engine, with the token that lets it deliver for this person. */
    public void announce(PersonId user, OidcIdToken token) {
        if (token.getExpiresAt() != null) {
            tokens.signedIn(user, Secret.of(token.getTokenValue()), token.getExpiresAt());
        }
        deliveries.signedIn(user);
    }

    /** Forgets the person's token; what still waits goes out with another session of theirs or at the next sign-in. */
    public void signedOut(PersonId user) {
        tokens.signedOut(user);
    }

    /** What Clerk says; a claim that is missing says nothing, since which claims come depends on its settings. */
    private static ProfileChange said(Map<String, Object> claims) {
        return new ProfileChange(
                text(claims, "preferred_username").map(ProfileChange.Text::of),
                text(claims, "given_name").map(ProfileChange.Text::of),
                text(claims, "family_name").map(ProfileChange.Text::of),
                text(claims, "picture").map(ProfileChange.Text::of),
                Optional.empty());
    }

    private static Optional<String> text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
