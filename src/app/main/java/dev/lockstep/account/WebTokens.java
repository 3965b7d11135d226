package dev.lockstep.account;

import dev.lockstep.account.role.AccountProperties;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkSession;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.platform.OwnerTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tokens for Convex, in memory only. Holds the id token of each person who signed in here since the start, and short
 * tokens minted from a person's newest active session in Clerk for deliveries that go on after a restart; does not
 * hold refresh tokens or anything that outlives the process.
 */
@Component
class WebTokens implements OwnerTokens {

    private static final Logger LOG = LoggerFactory.getLogger(WebTokens.class);

    /** A token this close to its end might not survive the trip. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    /** Convex templates live for 60 s; a fresh one is asked for well before. */
    private static final Duration MINTED_USE = Duration.ofSeconds(25);

    private record Held(Secret jwt, Instant usableUntil) {}

    private final Map<Owner, Held> signedIn = new ConcurrentHashMap<>();
    private final Map<Owner, Held> minted = new ConcurrentHashMap<>();
    private final ClerkClient clerk;
    private final AccountProperties properties;
    private final Clock clock;

    WebTokens(ClerkClient clerk, AccountProperties properties, Clock clock) {
        this.clerk = clerk;
        this.properties = properties;
        this.clock = clock;
    }

    void signedIn(PersonId user, Secret idToken, Instant expiresAt) {
        signedIn.put(user, new Held(idToken, expiresAt.minus(MARGIN)));
    }

    void signedOut(PersonId user) {
        signedIn.remove(user);
        minted.remove(user);
    }

    @Override
    public Optional<Secret> tokenFor(Owner owner) {
        Instant now = clock.instant();
        return usable(signedIn, owner, now).or(() -> usable(minted, owner, now)).or(() -> mint(owner, now));
    }

    private static Optional<Secret> usable(Map<Owner, Held> tokens, Owner owner, Instant now) {
        return Optional.ofNullable(tokens.get(owner))
                .filter(held -> held.usableUntil().isAfter(now))
                .map(Held::jwt);
    }

    private Optional<Secret> mint(Owner owner, Instant now) {
        try {
            return clerk.activeSessions(owner.value()).stream()
                    .findFirst()
                    .map(ClerkSession::id)
                    .map(session -> clerk.mintToken(session, properties.tokenTemplate()))
                    .map(jwt -> {
                        minted.put(owner, new Held(jwt, now.plus(MINTED_USE)));
                        return jwt;
                    });
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.TRANSIENT) {
                throw problem;
            }
            // No template, no session, no such person: the change waits for the next sign-in.
            LOG.info("No token could be minted owner={} code={}", owner, problem.code());
            return Optional.empty();
        }
    }
}
