package dev.lockstep.convex.deployment.data;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that runs again and again.
 *
 * @param lastRun when it ran last, as far as the deployment remembers
 * @param error what it threw then
 */
public record CronJob(
        String name,
        String function,
        CronTiming timing,
        Optional<Instant> lastRun,
        Optional<String> error,
        Optional<Instant> nextRun) {

    static CronJob of(Obj job) {
        Obj spec = Fields.object(job, "cronSpec").orElseGet(ConvexValue::emptyObject);
        Optional<Obj> last = Fields.object(job, "lastRun");
        // Earlier versions have the times in the job itself.
        Obj times = Fields.object(job, "nextRun").orElse(job);
        return new CronJob(
                job.text("name").orElse(""),
                Fields.function(spec, "udfPath"),
                CronTiming.of(Fields.object(spec, "cronSchedule").orElseGet(ConvexValue::emptyObject)),
                last.flatMap(run -> Fields.nanos(run, "ts")).or(() -> Fields.nanos(times, "prevTs")),
                last.flatMap(run -> Fields.object(run, "status"))
                        .flatMap(status -> status.field("error"))
                        .map(error -> error instanceof ConvexValue.Text(String text) ? text : ValueText.line(error)),
                Fields.nanos(times, "nextTs"));
    }
}
