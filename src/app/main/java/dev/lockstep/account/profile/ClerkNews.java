package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.role.Roles;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.clerk.webhook.ClerkEvent;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Changes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What Clerk tells, in any order, late and more than once, as changes of the person's row here and in Convex. Clerk wins
 * on what it keeps, but for fields that this person's own newer changes are about to change there.
 */
@Component
public class ClerkNews {

    private final AccountRepository accounts;
    private final ProfileChanges changes;
    private final Changes outgoing;
    private final Roles roles;
    private final Clock clock;

    ClerkNews(AccountRepository accounts, ProfileChanges changes, Changes outgoing, Roles roles, Clock clock) {
        this.roles = roles;
        this.accounts = accounts;
        this.changes = changes;
        this.outgoing = outgoing;
        this.clock = clock;
    }

    /** What an event led to. */
    public enum Effect {
        CREATED,
        UPDATED,
        DELETED,
        /** The person has to sign in again. */
        SIGNED_OUT,
        /** It tells what is known: the echo of a change that was made here, or a repeat. */
        KNOWN,
        /** Something newer is known. */
        LATE,
        /** It is about somebody who was deleted. */
        OF_DELETED,
        /** Nothing of it is kept here. */
        NOT_KEPT
    }

    /**
     * Applies an event in the caller's transaction. Applying it again changes nothing.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Effect apply(ClerkEvent event) {
        return switch (event) {
            case ClerkEvent.UserChanged(var type, var user) -> changed(user);
            case ClerkEvent.UserDeleted(var type, var id, var at) -> deleted(new PersonId(id), at);
            case ClerkEvent.SessionRevoked(var type, var session, var user, var at) -> revoked(user, at);
            case ClerkEvent.Unreadable(var type, var why) -> throw new IllegalArgumentException(why);
            case ClerkEvent.Other other -> Effect.NOT_KEPT;
        };
    }

    /**
     * What Clerk answered to a change that was sent there. Its echo may have come first, and left alone what the change was
     * about: so the same state counts again, and after a newer one Clerk is asked how things are now.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Effect answered(ClerkUser user) {
        Optional<AccountEntity> known = accounts.findById(user.id());
        if (known.filter(AccountEntity::isDeleted).isPresent()) {
            return Effect.OF_DELETED;
        }
        Instant heard = known.flatMap(AccountEntity::clerkUpdatedAt).orElse(Instant.MIN);
        if (user.updatedAt().isBefore(heard)) {
            changes.askClerk(new PersonId(user.id()));
            return Effect.LATE;
        }
        return store(user, known, told(user, Optional.empty()));
    }

    private Effect changed(ClerkUser user) {
        Optional<AccountEntity> known = accounts.findById(user.id());
        if (known.filter(AccountEntity::isDeleted).isPresent()) {
            return Effect.OF_DELETED;
        }
        Instant heard = known.flatMap(AccountEntity::clerkUpdatedAt).orElse(Instant.MIN);
        if (!user.updatedAt().isAfter(heard)) {
            return user.updatedAt().equals(heard) ? Effect.KNOWN : Effect.LATE;
        }
        return store(user, known, told(user, Optional.empty()));
    }

    /**
     * Brings a person to the state that Clerk gave when it was asked. Unlike news this counts also when Clerk tells
     * nothing newer: what drifted here or in Convex did so without Clerk.
     *
     * @param interests as Convex has them, which keeps them; empty to leave those here as they are, and to offer them to
     *     Convex in case that it lost the person
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Effect correct(ClerkUser user, Optional<List<String>> interests) {
        Optional<AccountEntity> known = accounts.findById(user.id());
        if (known.filter(AccountEntity::isDeleted).isPresent()) {
            return Effect.OF_DELETED;
        }
        if (user.updatedAt()
                .isBefore(known.flatMap(AccountEntity::clerkUpdatedAt).orElse(Instant.MIN))) {
            return Effect.LATE;
        }
        boolean moving = changes.onTheWay(new PersonId(user.id())).parts().contains(ProfileChange.INTERESTS);
        Optional<List<String>> kept = moving
                ? Optional.empty()
                : interests.or(() -> known.map(row -> row.account().interests()));
        return store(user, known, told(user, kept));
    }

    private Effect store(ClerkUser user, Optional<AccountEntity> known, ProfileChange told) {
        Instant now = clock.instant();
        var id = new PersonId(user.id());
        AccountEntity row = known.orElseGet(() -> new AccountEntity(id, now));
        Set<String> underWay = changes.underWay(id);
        row.apply(told.without(underWay).since(row.account()), now);
        row.mailedAt(user.email().orElse(null));
        row.heardFromClerk(user.updatedAt());
        if (user.banned() && !row.isBanned()) {
            row.endSessions(now);
        }
        row.banned(user.banned());
        row.acts(roles.of(user));
        accounts.save(row);
        ChangeId group = outgoing.newId();
        changes.clerkUser(group, user, told.without(underWay));
        // An older change of the person's own that waits for Convex would put its value back: what is told follows it.
        ProfileChange overtaken = overtaken(told.without(underWay), changes.toConvexUnderWay(id));
        if (!overtaken.isEmpty()) {
            changes.toConvexInBackground(id, overtaken);
        }
        return known.isEmpty() ? Effect.CREATED : Effect.UPDATED;
    }

    private static ProfileChange overtaken(ProfileChange told, Map<String, ConvexValue> waiting) {
        ConvexValue.Obj parts = (ConvexValue.Obj) ConvexValue.of(told.parts());
        return told.only(waiting.entrySet().stream()
                .filter(part -> !part.getValue().equals(parts.fields().get(part.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }

    private static ProfileChange told(ClerkUser user, Optional<List<String>> interests) {
        ProfileChange told = ProfileStates.told(user);
        return new ProfileChange(told.username(), told.firstName(), told.lastName(), told.imageUrl(), interests);
    }

    private Effect deleted(PersonId user, Instant at) {
        Instant now = clock.instant();
        AccountEntity row = accounts.findById(user.value()).orElseGet(() -> new AccountEntity(user, now));
        if (row.isDeleted()) {
            return Effect.OF_DELETED;
        }
        row.deleted(at);
        row.endSessions(now);
        accounts.save(row);
        changes.forget(user);
        changes.clerkDeletion(outgoing.newId(), user, at);
        return Effect.DELETED;
    }

    /**
     * Like the news that Clerk deleted somebody, for whom Clerk was asked and does not know. Convex hears of it also when
     * the person was deleted here before.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Effect gone(PersonId user) {
        Instant now = clock.instant();
        Effect effect = deleted(user, now);
        if (effect == Effect.OF_DELETED) {
            changes.clerkDeletion(outgoing.newId(), user, now);
        }
        return effect;
    }

    /** Like the news that Clerk ended all sessions of a person, for who has just done so there. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Effect signedOut(PersonId user) {
        return revoked(user.value(), clock.instant());
    }

    /** Which of the person's sign-ins it was cannot be told from the token, so all of them end: they can sign in again. */
    private Effect revoked(String user, Instant at) {
        return accounts.findById(user)
                .map(row -> {
                    row.endSessions(at);
                    return Effect.SIGNED_OUT;
                })
                .orElse(Effect.NOT_KEPT);
    }
}
