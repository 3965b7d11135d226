package dev.lockstep.project.connect;

import dev.lockstep.core.Secret;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What tests do behind the door: let time pass for the watchdog, let a process die, look at what is stored. */
public final class Workshop {

    private final ConnectionAttempts attempts;
    private final Watchdog watchdog;
    private final CredentialsRepository credentials;
    private final Vault vault;
    private final Clock clock;

    /** Where the parts come from. */
    public interface Beans {
        <T> T bean(Class<T> type);
    }

    public Workshop(Beans beans) {
        this.attempts = beans.bean(ConnectionAttempts.class);
        this.watchdog = beans.bean(Watchdog.class);
        this.credentials = beans.bean(CredentialsRepository.class);
        this.vault = beans.bean(Vault.class);
        this.clock = beans.bean(Clock.class);
    }

    /** The watchdog looks, and to it so much time has passed. */
    public void later(Duration time) {
        watchdog.look(clock.instant().plus(time));
    }

    /** The attempt is as a process leaves it that dies in the middle of this step. */
    public void die(AttemptId id, ConnectStep step) {
        ConnectionAttempts.Run run =
                attempts.takeUp(id, AttemptStatus.FAILED).orElseThrow(() -> new AssertionError("It has not failed"));
        attempts.change(run, (attempt, steps) -> steps.begin(step));
    }

    /** The key as it is stored, and opened. */
    public record StoredKey(String sealed, Secret open) {}

    public Optional<StoredKey> key(ProjectId project) {
        return credentials
                .findByProjectId(project.value())
                .map(row -> new StoredKey(row.adminKey, vault.open(row.adminKey, row.place())));
    }

    /** Whether the attempt still holds what only its way there needed. */
    public boolean holdsSecrets(AttemptId id) {
        AttemptEntity attempt = attempts.entity(id).orElseThrow();
        return attempt.verifier != null || attempt.deployKey != null || attempt.sessionHash != null;
    }

    public Instant now() {
        return clock.instant();
    }
}
