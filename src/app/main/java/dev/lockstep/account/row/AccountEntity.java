package dev.lockstep.account.row;

import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The row behind an {@link Account}: what this installation shows, pending changes included. */
@Entity
@Table(name = "account")
public class AccountEntity {

    @Id
    private String id;

    private @Nullable String email;

    private @Nullable String username;

    @Column(name = "first_name")
    private @Nullable String firstName;

    @Column(name = "last_name")
    private @Nullable String lastName;

    @Column(name = "image_url")
    private @Nullable String imageUrl;

    @Convert(converter = InterestsConverter.class)
    private List<String> interests;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Column(name = "onboarding_completed_at")
    private @Nullable Instant onboardingCompletedAt;

    @Column(name = "last_signed_in_at")
    private @Nullable Instant lastSignedInAt;

    @Column(name = "clerk_updated_at")
    private @Nullable Instant clerkUpdatedAt;

    private boolean banned;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    @Column(name = "sessions_ended_at")
    private @Nullable Instant sessionsEndedAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    /** Nothing before the first save: a zero would make the save of a new row copy over one that appeared meanwhile. */
    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected AccountEntity() {}

    public AccountEntity(PersonId id, Instant now) {
        this.id = id.value();
        this.interests = List.of();
        this.role = Role.MEMBER;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public Account account() {
        return new Account(
                new PersonId(id),
                Optional.ofNullable(email),
                Optional.ofNullable(username),
                Optional.ofNullable(firstName),
                Optional.ofNullable(lastName),
                Optional.ofNullable(imageUrl),
                interests,
                role,
                onboardingCompletedAt != null);
    }

    public boolean hasNeverSignedIn() {
        return lastSignedInAt == null;
    }

    public void signedIn(@Nullable String newEmail, Role newRole, Instant now) {
        email = newEmail;
        role = newRole;
        lastSignedInAt = now;
        if (sessionsEndedAt != null && !sessionsEndedAt.isBefore(now)) {
            // The clock was set back since. What had begun by then has ended, and this begins.
            sessionsEndedAt = now.minus(1, ChronoUnit.MICROS);
        }
    }

    /** Clerk's time of the newest state of this person that is known here. */
    public Optional<Instant> clerkUpdatedAt() {
        return Optional.ofNullable(clerkUpdatedAt);
    }

    /** Never goes back. */
    public void heardFromClerk(Instant updatedAt) {
        if (clerkUpdatedAt == null || updatedAt.isAfter(clerkUpdatedAt)) {
            clerkUpdatedAt = updatedAt;
        }
    }

    public Role role() {
        return role;
    }

    /** Open sessions follow within two seconds. */
    public void acts(Role as) {
        role = as;
    }

    public void mailedAt(@Nullable String address) {
        email = address;
    }

    public boolean isBanned() {
        return banned;
    }

    public void banned(boolean now) {
        banned = now;
    }

    /** Whether this is only the memory of somebody, which late messages cannot revive. */
    public boolean isDeleted() {
        return deletedAt != null;
    }

    public void deleted(Instant at) {
        deletedAt = at;
    }

    /** Sign-ins up to this moment are over. */
    public void endSessions(Instant upTo) {
        if (sessionsEndedAt == null || upTo.isAfter(sessionsEndedAt)) {
            sessionsEndedAt = upTo;
        }
    }

    public void apply(ProfileChange change, Instant now) {
        change.username().ifPresent(value -> username = value.orNull());
        change.firstName().ifPresent(value -> firstName = value.orNull());
        change.lastName().ifPresent(value -> lastName = value.orNull());
        change.imageUrl().ifPresent(value -> imageUrl = value.orNull());
        change.interests().ifPresent(value -> interests = value);
        updatedAt = now;
    }

    public void onboarded(Instant now) {
        if (onboardingCompletedAt == null) {
            onboardingCompletedAt = now;
        }
    }
}
