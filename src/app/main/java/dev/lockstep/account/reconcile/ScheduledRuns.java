package dev.lockstep.account.reconcile;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Who runs what: each run is a task in the database, taken by one node, which shows every ten seconds that it is alive;
 * when it has not for a minute, another one goes on. The nightly run is a task of its own.
 */
@Component
class ScheduledRuns implements SmartLifecycle {

    private static final String RUN = "reconciliation-run";
    private static final String NIGHTLY = "reconciliation-nightly";
    private static final Duration POLL = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int MISSED_HEARTBEATS = 6;
    private static final Duration RETRY = Duration.ofMinutes(1);
    /** Longer than any call takes: a thread that is interrupted in H2 closes its file for everybody. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(12);

    private final RunWork work;
    private final Services services;
    private final RunStore runs;
    private final Clock clock;
    private final Task<Void> run;
    private final Supplier<Scheduler> schedulers;
    /** A new one with every start: one that was stopped stays so. */
    private volatile Scheduler scheduler;

    private volatile boolean running;

    ScheduledRuns(
            DataSource dataSource,
            RunWork work,
            Services services,
            RunStore runs,
            NightlyRun nightly,
            ReconciliationProperties properties,
            Clock clock) {
        this.work = work;
        this.services = services;
        this.runs = runs;
        this.clock = clock;
        this.run = Tasks.custom(RUN, Void.class)
                .onDeadExecutionRevive()
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((task, context) -> take(UUID.fromString(task.getId())));
        RecurringTask<Void> night = Tasks.recurring(
                        NIGHTLY, Schedules.cron(properties.isScheduled() ? properties.schedule() : "-", ZoneOffset.UTC))
                .execute((task, context) -> nightly.start().ifPresent(this::begin));
        // Takes part in the caller's transaction: a run and its task are stored together or not at all.
        this.schedulers = () -> Scheduler.create(new TransactionAwareDataSourceProxy(dataSource), List.of(run))
                .startTasks(night)
                .threads(2)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(SHUTDOWN)
                .alwaysPersistTimestampInUTC()
                .clock(clock::instant)
                .build();
        this.scheduler = schedulers.get();
    }

    /** Has a run taken up by some node; in the caller's transaction, if there is one. */
    void begin(UUID id) {
        scheduler.schedule(
                run.instance(id.toString()), clock.instant(), SchedulerClient.ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
    }

    /** Looks for tasks now instead of within ten seconds; call it after the transaction of {@link #begin}. */
    void nudge() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** What runs by the table and is no task, since its node died between the two or it was resumed while it stopped. */
    @Scheduled(fixedDelay = 30_000)
    void heal() {
        runs.running().forEach(this::begin);
    }

    private CompletionHandler<Void> take(UUID id) {
        return work.work(id)
                ? new CompletionHandler.OnCompleteRemove<>()
                : new CompletionHandler.OnCompleteReschedule<>(Schedules.fixedDelay(Duration.ZERO));
    }

    @Override
    public void start() {
        running = true;
        services.open();
        if (scheduler.getSchedulerState().isShuttingDown()) {
            scheduler = schedulers.get();
        }
        scheduler.start();
        heal();
    }

    @Override
    public void stop() {
        running = false;
        services.close();
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
