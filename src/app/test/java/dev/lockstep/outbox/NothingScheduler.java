package dev.lockstep.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;

/** db-scheduler with a task that does nothing, in the way that is its fastest on the database. */
final class NothingScheduler implements AutoCloseable {

    private static final int THREADS = 16;
    private static final Instant DUE = Instant.parse("2026-01-01T12:00:00Z");

    private final HikariDataSource database = new HikariDataSource();
    private final boolean locks;
    private volatile CountDownLatch left = new CountDownLatch(0);

    private final OneTimeTask<Void> nothing = Tasks.oneTime("nothing").execute((instance, context) -> left.countDown());

    NothingScheduler(String url, String user) {
        locks = url.startsWith("jdbc:postgresql:");
        database.setJdbcUrl(url);
        database.setUsername(user);
        database.setMaximumPoolSize(THREADS + 4);
        var jdbc = new JdbcTemplate(database);
        jdbc.execute("""
                create table scheduled_tasks (task_name varchar(100) not null, task_instance varchar(100) not null,
                  task_data bytea, execution_time timestamp with time zone not null, picked boolean not null,
                  picked_by varchar(200), last_success timestamp with time zone, last_failure timestamp with time zone,
                  consecutive_failures integer, last_heartbeat timestamp with time zone, version bigint not null,
                  priority smallint, primary key (task_name, task_instance))
                """);
        jdbc.execute("create index execution_time_idx on scheduled_tasks (execution_time)");
        jdbc.execute("create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
    }

    /** @return how many in a second */
    double run(int count) throws InterruptedException {
        var scheduler = Scheduler.create(database, nothing).threads(THREADS).pollingInterval(Duration.ofMillis(10));
        var built = (locks
                        ? scheduler.pollUsingLockAndFetch(0.5, 4.0)
                        : scheduler.pollUsingFetchAndLockOnExecute(0.5, 3.0))
                .build();
        List<TaskInstance<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(nothing.instance("n" + i));
        }
        built.scheduleBatch(tasks, DUE);
        left = new CountDownLatch(count);
        long start = System.nanoTime();
        built.start();
        if (!left.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " tasks did not run");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        built.stop();
        return count / seconds;
    }

    @Override
    public void close() {
        database.close();
    }
}
