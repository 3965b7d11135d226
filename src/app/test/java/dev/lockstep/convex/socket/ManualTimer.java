package dev.lockstep.convex.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time passes when a test says so, on the test's thread. */
final class ManualTimer extends ScheduledThreadPoolExecutor {

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long period;
        private long due;

        Task(Runnable command, long due, long period) {
            super(command, null);
            this.due = due;
            this.period = period;
        }

        private void runDue() {
            if (period == 0) {
                tasks.remove(this);
                run();
            } else {
                due += period;
                runAndReset();
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
        }
    }

    private final List<Task> tasks = new ArrayList<>();
    private long now;

    ManualTimer() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(command, unit.toMillis(delay), 0);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
        return add(command, unit.toMillis(delay), unit.toMillis(period));
    }

    private Task add(Runnable command, long delay, long period) {
        var task = new Task(command, now + delay, period);
        tasks.add(task);
        return task;
    }

    /** Runs what falls due, in its order. */
    void pass(Duration time) {
        long end = now + time.toMillis();
        for (Optional<Task> next = next(end); next.isPresent(); next = next(end)) {
            now = next.get().due;
            next.get().runDue();
        }
        now = end;
    }

    private Optional<Task> next(long end) {
        tasks.removeIf(FutureTask::isCancelled);
        return tasks.stream().filter(task -> task.due <= end).min(Comparator.comparingLong(task -> task.due));
    }

    /** How long until something happens by itself. */
    Duration untilNext() {
        return Duration.ofMillis(
                tasks.stream().mapToLong(task -> task.due - now).min().orElseThrow());
    }
}
