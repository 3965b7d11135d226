package dev.lockstep.project.connect;

import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.AttemptId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.attempt.StepState;
import dev.lockstep.project.connection.StoredKeys;
import dev.lockstep.project.connection.StoredKeys.StoredKey;
import dev.lockstep.project.grant.Grants;
import dev.lockstep.project.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What tests do behind the door: let time pass for the watchdog, let a process die, look at what is stored. */
public final class Workshop {

    private final ConnectionAttempts attempts;
    private final Provisioning provisioning;
    private final Watchdog watchdog;
    private final Grants grants;
    private final StoredKeys stored;
    private final Vault vault;
    private final Clock clock;

    /** Where the parts come from. */
    public interface Beans {
        <T> T bean(Class<T> type);
    }

    public Workshop(Beans beans) {
        this.attempts = beans.bean(ConnectionAttempts.class);
        this.provisioning = beans.bean(Provisioning.class);
        this.watchdog = beans.bean(Watchdog.class);
        this.grants = beans.bean(Grants.class);
        this.stored = new StoredKeys(beans::bean);
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

    public Optional<StoredKey> key(ProjectId project) {
        return stored.key(project);
    }

    /** The stored keys to the deployments beside the connected one, by their names. */
    public Map<String, StoredKey> deploymentKeys(ProjectId project) {
        return stored.besides(project);
    }

    /** How many keys are stored for any connection, this one's or one that is gone. */
    public long allDeploymentKeys() {
        return stored.allBesides();
    }

    /** What the code will be traded with, while the attempt waits for it. */
    public Optional<Secret> verifier(ProjectId project) {
        return attempts.latest(project)
                .flatMap(attempt -> attempts.entity(attempt.id()))
                .flatMap(attempt -> attempt.verifier()
                        .map(text -> vault.open(text, "connection_attempt/" + attempt.attemptId() + "/verifier")));
    }

    /** What the person's last authorised team opens with. */
    public Secret token(PersonId person) {
        return grants.token(grants.of(person).getFirst().id()).orElseThrow();
    }

    /** What the team opens with that the project is connected in. */
    public Secret token(ProjectId project) {
        return stored.grant(project).flatMap(grants::token).orElseThrow();
    }

    /** Whether the attempt still holds what only its way there needed. */
    public boolean holdsSecrets(AttemptId id) {
        AttemptEntity attempt = attempts.entity(id).orElseThrow();
        return attempt.verifier().isPresent()
                || attempt.deployKey().isPresent()
                || attempt.sessionHash().isPresent();
    }

    /** Those that have begun, in order, whatever has become of the attempt. */
    public List<StepState> steps(AttemptId id) {
        return attempts.find(id).orElseThrow().steps();
    }

    /** Those of the project's last attempt. */
    public List<StepState> lastSteps(ProjectId project) {
        return attempts.latest(project).orElseThrow().steps();
    }

    /** How often the attempt was taken up. */
    public int run(AttemptId id) {
        return attempts.entity(id).orElseThrow().run();
    }

    /** A watchdog that saw the attempt at this run takes it up. */
    public void resume(AttemptId id, int run) {
        provisioning.resume(new ConnectionAttempts.Run(id, run));
    }

    /** Goes on with a failed attempt. @return done when the thread that does it has nothing more to do */
    public CompletableFuture<Void> again(AttemptId id) {
        ConnectionAttempts.Run run =
                attempts.takeUp(id, AttemptStatus.FAILED).orElseThrow(() -> new AssertionError("It has not failed"));
        return CompletableFuture.runAsync(() -> provisioning.provision(run));
    }

    /** Whether the request that makes the project is on its way. */
    public boolean asking(ProjectId project) {
        return attempts.latest(project)
                .flatMap(attempt -> attempts.entity(attempt.id()))
                .filter(attempt -> attempt.request().sent().isPresent())
                .isPresent();
    }

    public Instant now() {
        return clock.instant();
    }
}
