package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.FunctionCall.Reach;
import dev.lockstep.emulator.convex.call.FunctionRunner;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.call.ScheduledJob;
import dev.lockstep.emulator.convex.call.ScheduledJob.State;
import dev.lockstep.emulator.convex.cron.Crons;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.store.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scheduled functions when their time has come, also those left from an earlier run. A mutation runs exactly once:
 * its effect and the note that it ran are one commit. An action runs at most once: it is marked before it starts, and
 * one that a restart interrupted is failed. A mutation that cannot run for a fault of the emulator's own is tried again,
 * later from time to time, and ends as failed.
 *
 * <p>One thread decides; jobs run on the deployment's workers.
 */
final class Scheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    /** How long to sleep when nothing is due: a clock that was set is noticed after that. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int AT_ONCE = 8;

    /** What is told of a function that the emulator itself could not run. */
    private static final String INTERNAL = "The emulator could not run this function; its log says why";

    private final Transactions transactions;
    private final DocumentStore store;
    private final FunctionRunner runner;
    private final Calls calls;
    private final Deployment.Parts parts;
    private final Semaphore news = new Semaphore(0);
    private final List<DocumentId> running = new CopyOnWriteArrayList<>();
    private final JobRetries retries;
    private final Thread thread;
    private int failures;

    /** When cron jobs were looked at; unknown at first, since the clock may have been set back before the start. */
    private Instant lastLook = Instant.MAX;

    private volatile boolean closed;
    private volatile Runnable unwatch = () -> {};

    /** @param random thread-safe; spreads repeated tries */
    Scheduler(
            Transactions transactions,
            FunctionRunner runner,
            Calls calls,
            Deployment.Parts parts,
            RandomGenerator random) {
        this.retries = new JobRetries(random);
        this.transactions = transactions;
        this.store = transactions.store();
        this.runner = runner;
        this.calls = calls;
        this.parts = parts;
        this.thread = Thread.ofPlatform().daemon().name("convex-scheduler").unstarted(this::loop);
    }

    void start() {
        store.watch((ts, keys) -> {
            if (keys.keySet().stream().anyMatch(index -> DocumentStore.isScheduled(index.table()))) {
                news.release();
            }
        });
        if (parts.clock() instanceof ManualClock clock) {
            // Whoever moves it expects that what is due then happens.
            unwatch = clock.watch(this::nudge);
        }
        thread.start();
    }

    /** There may be something to do earlier than was thought. */
    void nudge() {
        news.release();
    }

    /** Starts what is due; how long until there can be more to do. */
    Duration runOnce() {
        return shorter(runCrons(), runJobs());
    }

    /** Cron jobs that are due become scheduled functions; while the deployment is paused they are left out. */
    private Duration runCrons() {
        Instant now = parts.clock().instant();
        boolean setBack = now.isBefore(lastLook);
        lastLook = now;
        if (setBack && Crons.isAhead(store.latest(), now)) {
            transactions.run(transaction -> {
                Crons.bringBack(transaction, now);
                return now;
            });
        }
        Optional<Instant> next = Crons.next(store.latest());
        if (next.isPresent() && !next.get().isAfter(now)) {
            transactions.run(transaction -> {
                if (calls.isPaused()) {
                    Crons.skipDue(transaction, now);
                } else {
                    Crons.runDue(transaction, now);
                }
                return now;
            });
            next = Crons.next(store.latest());
        }
        return shorter(next.map(then -> Duration.between(now, then)).orElse(LONGEST), LONGEST);
    }

    private Duration runJobs() {
        while (running.size() < AT_ONCE && !calls.isPaused()) {
            Instant now = parts.clock().instant();
            var except = new ArrayList<>(running);
            except.addAll(retries.waiting(now));
            Duration untilRetry = retries.untilNext(now).orElse(LONGEST);
            Optional<ScheduledJob> next = ScheduledJob.first(State.PENDING, store.begin(), except);
            if (next.isEmpty()) {
                return shorter(untilRetry, LONGEST);
            }
            ScheduledJob job = next.get();
            if (job.due().isAfter(now)) {
                return shorter(untilRetry, shorter(Duration.between(now, job.due()), LONGEST));
            }
            running.add(job.id());
            parts.workers().execute(() -> runAndForget(job));
        }
        return LONGEST;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        closed = true;
        unwatch.run();
        news.release();
    }

    private void loop() {
        boolean looked = false;
        while (!closed) {
            Duration left;
            try {
                if (!looked) {
                    failInterrupted();
                    looked = true;
                }
                left = runOnce();
                failures = 0;
            } catch (RuntimeException e) {
                left = afterFailure(e);
            }
            try {
                if (news.tryAcquire(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS) && failures == 0) {
                    news.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The first of several failures is told, the others only waited for. */
    private Duration afterFailure(RuntimeException e) {
        if (++failures == 1 && !closed) {
            LOG.error("The scheduler of deployment {} failed and tries again: {}", parts.name(), e.toString());
        }
        LOG.debug("The scheduler of deployment {} failed", parts.name(), e);
        return retries.wait(failures);
    }

    private void failInterrupted() {
        boolean more = true;
        while (more) {
            more = transactions.run(transaction -> ScheduledJob.first(State.RUNNING, transaction, List.of())
                    .map(job -> job.move(
                            State.RUNNING,
                            State.FAILED,
                            Optional.of("The emulator was stopped while this action ran"),
                            parts.clock().instant(),
                            transaction))
                    .orElse(false));
        }
    }

    private void runAndForget(ScheduledJob job) {
        try {
            // It may have been paused since this was found to be due.
            if (!calls.isPaused()) {
                run(job);
            }
        } catch (RuntimeException e) {
            failed(job, e);
        } finally {
            running.remove(job.id());
            news.release();
        }
    }

    /** Not the function failed but the emulator: one line in the log for the first time and one for the last. */
    private void failed(ScheduledJob job, RuntimeException e) {
        int tries = retries.failed(job.id(), parts.clock().instant());
        if (tries == 1 && !closed) {
            LOG.error(
                    "Scheduled function {} failed inside the emulator and is tried again: {}",
                    job.path(),
                    e.toString());
        }
        LOG.debug("Scheduled function {} failed inside the emulator", job.path(), e);
    }

    private void run(ScheduledJob job) {
        if (retries.isSpent(job.id())) {
            move(job, State.PENDING, State.FAILED, Optional.of(INTERNAL));
            LOG.error("Scheduled function {} is given up after {} tries", job.path(), JobRetries.TRIES);
        } else {
            call(job);
        }
        retries.ended(job.id());
    }

    private void call(ScheduledJob job) {
        Instant start = parts.clock().instant();
        var call = new FunctionCall(
                job.path(),
                job.args(),
                new Identity.Anonymous(),
                Optional.empty(),
                Reach.INTERNAL,
                calls.newRequestId());
        Optional<Outcome> outcome = calls.isAction(job.path()) ? runAction(job, call) : runMutation(job, call);
        outcome.ifPresent(ended -> calls.scheduled(call, start, ended));
    }

    private Optional<Outcome> runMutation(ScheduledJob job, FunctionCall call) {
        Optional<Outcome> outcome = runner.runMutationBetween(
                call,
                // The function may look at its own job, and finds it in progress.
                transaction -> move(job, State.PENDING, State.RUNNING, transaction),
                (transaction, success) -> move(job, State.RUNNING, State.SUCCESS, transaction));
        if (outcome.isPresent() && outcome.get() instanceof Outcome.Failure failure) {
            move(job, State.PENDING, State.FAILED, Optional.of(failure.message()));
        }
        return outcome;
    }

    private Optional<Outcome> runAction(ScheduledJob job, FunctionCall call) {
        if (!move(job, State.PENDING, State.RUNNING, Optional.empty())) {
            return Optional.empty();
        }
        Outcome outcome;
        try {
            outcome = runner.run(call);
        } catch (RuntimeException e) {
            // It may have done half of its work: never again.
            move(job, State.RUNNING, State.FAILED, Optional.of(INTERNAL));
            throw e;
        }
        switch (outcome) {
            case Outcome.Success success -> move(job, State.RUNNING, State.SUCCESS, Optional.empty());
            case Outcome.Failure failure -> move(job, State.RUNNING, State.FAILED, Optional.of(failure.message()));
        }
        return Optional.of(outcome);
    }

    private boolean move(ScheduledJob job, State from, State to, Transaction transaction) {
        return job.move(from, to, Optional.empty(), parts.clock().instant(), transaction);
    }

    private boolean move(ScheduledJob job, State from, State to, Optional<String> error) {
        return transactions.run(
                transaction -> job.move(from, to, error, parts.clock().instant(), transaction));
    }
}
