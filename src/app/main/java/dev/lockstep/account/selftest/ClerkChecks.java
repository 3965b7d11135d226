package dev.lockstep.account.selftest;

import dev.lockstep.account.role.AccountProperties;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkIssuer;
import dev.lockstep.clerk.ClerkProblem;
import dev.lockstep.clerk.ClerkProperties;
import dev.lockstep.clerk.ClerkSession;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Clerk's half: the key, the issuer, the template and what its tokens say. */
@Component
class ClerkChecks {

    /** Templates give a token a minute; one that is nearly over when it is made speaks of clocks that differ. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ClerkClient clerk;
    private final ClerkIssuer issuer;
    private final ClerkProperties properties;
    private final AccountProperties account;
    private final Clock clock;

    ClerkChecks(
            ClerkClient clerk, ClerkIssuer issuer, ClerkProperties properties, AccountProperties account, Clock clock) {
        this.clerk = clerk;
        this.issuer = issuer;
        this.properties = properties;
        this.account = account;
        this.clock = clock;
    }

    Step key() {
        return Step.good("known", String.valueOf(clerk.countUsers()));
    }

    Step issuer(Found found) {
        ClerkIssuer.Published published = issuer.read();
        found.published(published);
        String configured = properties.issuer().toString();
        if (published.issuer().equals(configured)) {
            return Step.good(
                    "same", configured, String.valueOf(published.keyIds().size()));
        }
        return Issuers.same(published.issuer(), configured)
                ? Step.odd("slash", configured, published.issuer())
                : Step.bad("other", configured, published.issuer());
    }

    Step token(PersonId user, Found found) {
        List<ClerkSession> sessions = clerk.activeSessions(user.value());
        if (sessions.isEmpty()) {
            return Step.bad("no-session");
        }
        try {
            found.token(clerk.mintToken(sessions.getFirst().id(), account.tokenTemplate()));
            return Step.good("minted", account.tokenTemplate());
        } catch (ClerkProblem problem) {
            // The session was there a moment ago, so what Clerk does not know is the template.
            if (problem.kind() == Problem.Kind.PERMANENT) {
                return Step.bad("no-template", account.tokenTemplate());
            }
            throw problem;
        }
    }

    Step claims(Found found) {
        Optional<TokenClaims> read = TokenClaims.of(found.token());
        if (read.isEmpty()) {
            return Step.bad("unreadable");
        }
        TokenClaims claims = read.get();
        String configured = properties.issuer().toString();
        if (!Issuers.same(claims.issuer(), configured)) {
            return Step.bad("issuer", claims.issuer(), configured);
        }
        if (!claims.audience().contains(ConvexChecks.AUDIENCE)) {
            return Step.bad("audience", claims.audiences(), account.tokenTemplate());
        }
        boolean unknownKey = found.published().isPresent()
                && claims.keyId()
                        .filter(found.published().get().keyIds()::contains)
                        .isEmpty();
        if (unknownKey) {
            return Step.bad("key", claims.keyId().orElse("–"), claims.issuer());
        }
        Instant now = clock.instant();
        if (claims.expires().filter(end -> end.isAfter(now.plus(SOON))).isEmpty()) {
            return Step.bad("expires", claims.expires().map(Instant::toString).orElse("–"), now.toString());
        }
        return Step.good("right", claims.issuer(), claims.audiences());
    }
}
