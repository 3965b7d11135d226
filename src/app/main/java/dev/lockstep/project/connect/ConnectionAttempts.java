package dev.lockstep.project.connect;

import dev.lockstep.convex.deployment.PlatformProject;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.UuidV7;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.attempt.StepState;
import dev.lockstep.project.connection.ConnectionNews;
import dev.lockstep.project.grant.Grant;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.grant.Grants;
import dev.lockstep.work.RetriedTransaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * The attempts, each change of one a transaction of its own. Every change names the run it belongs to: what comes late, from
 * an attempt that was cancelled or taken up again meanwhile, finds another run and changes nothing.
 */
@Component
class ConnectionAttempts {

    /** As long as Convex's code lives. */
    static final Duration CONSENT = Duration.ofMinutes(10);

    private final AttemptRepository attempts;
    private final StepRepository steps;
    private final Grants grants;
    private final RetriedTransaction transaction;
    private final ConnectionNews news;
    private final Clock clock;
    private final UuidV7 ids;

    ConnectionAttempts(
            AttemptRepository attempts,
            StepRepository steps,
            Grants grants,
            RetriedTransaction transaction,
            ConnectionNews news,
            Clock clock) {
        this.attempts = attempts;
        this.steps = steps;
        this.grants = grants;
        this.transaction = transaction;
        this.news = news;
        this.clock = clock;
        this.ids = new UuidV7(clock, new SecureRandom());
    }

    /** One run of an attempt: work that was begun under it may change the attempt only while it is the current one. */
    record Run(AttemptId attempt, int number) {}

    /**
     * Begins an attempt. One of the same person's that still waits for that person is over then; one that Lockstep works
     * on, or somebody else's, stands in the way.
     *
     * @throws Problem when another attempt stands in the way
     */
    Attempt begin(ProjectId project, PersonId person, AttemptStatus first, Consumer<AttemptEntity> fill) {
        Attempt begun;
        try {
            begun = retried(() -> {
                makeWay(project, person);
                Instant now = clock.instant();
                var entity =
                        new AttemptEntity(new AttemptId(ids.get()), project, person, first, now, now.plus(CONSENT));
                fill.accept(entity);
                attempts.saveAndFlush(entity);
                return shown(entity);
            });
        } catch (DataIntegrityViolationException e) {
            throw inTheWay("somebody", "Somebody");
        }
        news.about(project);
        return begun;
    }

    /** Ends the attempt under way if it waits for this person, as {@link #begin} does. */
    void end(ProjectId project, PersonId person) {
        retried(() -> makeWay(project, person));
        news.about(project);
    }

    private boolean makeWay(ProjectId project, PersonId person) {
        Optional<AttemptEntity> old = attempts.findByProjectIdAndActiveTrue(project.value());
        old.ifPresent(it -> replace(it, person));
        return old.isPresent();
    }

    private void replace(AttemptEntity old, PersonId person) {
        boolean theirs = old.person().equals(person);
        if (!theirs || !old.replaced()) {
            throw theirs ? inTheWay("ours", "Lockstep") : inTheWay("theirs", "Somebody else");
        }
        old.progressed(clock.instant());
        attempts.saveAndFlush(old);
    }

    private static Problem inTheWay(String variant, String who) {
        return new Problem(
                new ProblemCode("ConnectionUnderWay"),
                Problem.Kind.PERMANENT,
                who + " is connecting this project at this moment.",
                "Wait until that has ended, or cancel it.",
                Problem.Words.of(variant));
    }

    /** What a change sees and may change; it is written when it returns. */
    interface Change {
        void apply(AttemptEntity attempt, Steps steps);
    }

    /** The steps of the attempt at hand. */
    final class Steps {

        private final AttemptEntity attempt;

        private Steps(AttemptEntity attempt) {
            this.attempt = attempt;
        }

        void begin(ConnectStep step) {
            var key = new StepEntity.Key(attempt.attemptId().value(), step);
            steps.findById(key)
                    .ifPresentOrElse(
                            known -> known.begin(clock.instant()),
                            () -> steps.save(new StepEntity(key, clock.instant())));
        }

        void end(ConnectStep step, StepState.Progress how) {
            steps.findById(new StepEntity.Key(attempt.attemptId().value(), step))
                    .ifPresent(known -> known.end(how, clock.instant()));
        }
    }

    /**
     * Changes the attempt if it is still the same run and under way.
     *
     * @return whether it was
     */
    boolean change(Run run, Change change) {
        Boolean changed = retried(() -> attempts.findById(run.attempt().value())
                .filter(attempt -> attempt.run() == run.number() && attempt.isUnderWay())
                .map(attempt -> apply(attempt, change))
                .isPresent());
        tell(run.attempt());
        return changed;
    }

    /** Changes the attempt whatever its state: for what has to be remembered even when it came too late. */
    void note(AttemptId id, Consumer<AttemptEntity> change) {
        retried(() -> attempts.findById(id.value()).map(attempt -> apply(attempt, (it, steps) -> change.accept(it))));
        tell(id);
    }

    /** Takes an attempt up that is in this state. @return the run, or empty when it is in another one by now */
    Optional<Run> takeUp(AttemptId id, AttemptStatus from) {
        return takeUp(id, attempt -> attempt.status() == from);
    }

    /** Takes an attempt up that still is at this run, at which nobody works any more. Of two who see that, one does. */
    Optional<Run> takeUp(Run quiet) {
        return takeUp(
                quiet.attempt(),
                attempt -> attempt.status() == AttemptStatus.PROVISIONING && attempt.run() == quiet.number());
    }

    private Optional<Run> takeUp(AttemptId id, Predicate<AttemptEntity> fits) {
        try {
            return retried(() -> attempts.findById(id.value())
                    .filter(fits)
                    .filter(AttemptEntity::takenUp)
                    .map(attempt -> {
                        attempt.progressed(clock.instant());
                        attempts.saveAndFlush(attempt);
                        return new Run(id, attempt.run());
                    }));
        } catch (DataIntegrityViolationException e) {
            throw inTheWay("somebody", "Somebody");
        } finally {
            tell(id);
        }
    }

    private boolean apply(AttemptEntity attempt, Change change) {
        change.apply(attempt, new Steps(attempt));
        attempt.progressed(clock.instant());
        attempts.saveAndFlush(attempt);
        return true;
    }

    Optional<AttemptEntity> byState(String stateHash) {
        return attempts.findByStateHash(stateHash);
    }

    Optional<AttemptEntity> entity(AttemptId id) {
        return attempts.findById(id.value());
    }

    Optional<Attempt> find(AttemptId id) {
        return transaction.run(() -> attempts.findById(id.value()).map(this::shown));
    }

    /** The one under way, or else the last one. */
    Optional<Attempt> latest(ProjectId project) {
        return transaction.run(
                () -> attempts.findByProjectIdOrderByStartedAtDescIdDesc(project.value(), Limit.of(1)).stream()
                        .findFirst()
                        .map(this::shown));
    }

    /** Keeps in mind a project that was made although the attempt had one already. */
    void spare(AttemptEntity attempt, PlatformProject project) {
        transaction.run(() -> {
            var spare = attempt.beside(new AttemptId(ids.get()), project, clock.instant());
            return attempts.saveAndFlush(spare);
        });
        // The request that was overtaken has come home, and need not be looked for.
        note(attempt.attemptId(), AttemptEntity::strayLookedFor);
    }

    /** Notes what became of the attempt's overtaken request, once however many nodes ask. */
    void strayLookedFor(AttemptId id, Optional<PlatformProject> made) {
        transaction.run(() -> attempts.findById(id.value())
                .filter(attempt -> made.isEmpty() || isNobodyElses(attempt, made.get()))
                .filter(AttemptEntity::strayLookedFor)
                .map(attempt -> {
                    // Saved in this transaction: another node that looks at the same moment finds another version.
                    attempts.saveAndFlush(attempt);
                    made.map(project -> attempt.beside(new AttemptId(ids.get()), project, clock.instant()))
                            .ifPresent(attempts::saveAndFlush);
                    return true;
                }));
    }

    /** Notes what became of the request of an attempt that is over. */
    void unansweredLookedFor(AttemptEntity seen, Optional<PlatformProject> made) {
        transaction.run(() -> attempts.findById(seen.attemptId().value())
                .filter(it -> !it.isUnderWay()
                        && it.run() == seen.run()
                        && it.convexProject().isEmpty())
                .filter(it -> made.isEmpty() || isNobodyElses(it, made.get()))
                .map(it -> apply(it, (attempt, steps) -> made.ifPresentOrElse(attempt::made, attempt::nothingMade))));
        tell(seen.attemptId());
    }

    /**
     * Whether a project that was found by its name can be claimed: another attempt that asks for one of this name may have
     * made it and not noted it yet.
     */
    private boolean isNobodyElses(AttemptEntity attempt, PlatformProject found) {
        return !knows(found.id())
                && attempt.projectName().filter(attempts::isAsking).isEmpty();
    }

    /** Whether a project at Convex belongs to an attempt already. */
    boolean knows(long convexProject) {
        return attempts.existsByConvexProjectId(convexProject);
    }

    /**
     * Ends for good an attempt that has left this project behind, so that nobody goes on with it while it is deleted.
     *
     * @return whether it still is left behind
     */
    boolean giveUp(AttemptId id, long convexProject) {
        return retried(() -> orphans().stream()
                .filter(attempt -> attempt.attemptId().equals(id))
                .filter(attempt -> attempt.convexProject().equals(Optional.of(convexProject)))
                .findFirst()
                .filter(AttemptEntity::givenUp)
                .map(attempt -> apply(attempt, (it, steps) -> {}))
                .orElse(false));
    }

    List<AttemptEntity> orphans() {
        return attempts.orphans(Limit.of(200));
    }

    /** One that left behind what this one is about to ask for: for the same project, under the same name, in the same team. */
    Optional<AttemptEntity> before(AttemptEntity attempt) {
        GrantId grant = attempt.grant().orElseThrow(() -> new IllegalStateException("Bug: no team to look in"));
        String name = attempt.projectName().orElseThrow(() -> new IllegalStateException("Bug: no project was chosen"));
        return attempts.orphansOf(attempt.project().value(), grant.value(), name, Limit.of(1)).stream()
                .findFirst();
    }

    private Attempt shown(AttemptEntity entity) {
        Optional<String> team =
                entity.grant().map(GrantId::value).flatMap(grants::find).map(Grant::teamSlug);
        return new Attempt(
                entity.attemptId(),
                entity.project(),
                entity.person(),
                entity.status(),
                team,
                entity.projectName(),
                entity.fault(),
                entity.startedAt(),
                entity.expiresAt(),
                steps.findByKeyAttempt(entity.attemptId().value()).stream()
                        .map(StepEntity::state)
                        .sorted(Comparator.comparing(StepState::step))
                        .toList());
    }

    private void tell(AttemptId id) {
        attempts.findById(id.value()).ifPresent(attempt -> news.about(attempt.project()));
    }

    /**
     * Two changes at one moment: the later one looks again at what the earlier one left. It notices by the version, or by a
     * row that both wanted to add.
     */
    private <T> T retried(Supplier<T> change) {
        return transaction.run(change);
    }
}
