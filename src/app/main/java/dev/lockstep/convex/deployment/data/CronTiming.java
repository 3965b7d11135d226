package dev.lockstep.convex.deployment.data;

import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;

/** When a cron job runs; times are UTC. */
public sealed interface CronTiming {

    record Every(Duration interval) implements CronTiming {}

    record Hourly(int minute) implements CronTiming {}

    record Daily(LocalTime time) implements CronTiming {}

    record Weekly(DayOfWeek day, LocalTime time) implements CronTiming {}

    record Monthly(int day, LocalTime time) implements CronTiming {}

    /** As crontabs write it; also whatever a later Convex may say. */
    record Expression(String text) implements CronTiming {}

    static CronTiming of(Obj schedule) {
        return switch (schedule.text("type").orElse("")) {
            case "interval" -> new Every(Duration.ofSeconds(whole(schedule, "seconds")));
            case "hourly" -> new Hourly(whole(schedule, "minuteUTC"));
            case "daily" -> new Daily(time(schedule));
            // Convex counts days from Sunday, which is 0.
            case "weekly" -> new Weekly(DayOfWeek.SUNDAY.plus(whole(schedule, "dayOfWeek")), time(schedule));
            case "monthly" -> new Monthly(whole(schedule, "day"), time(schedule));
            case "cron" -> new Expression(schedule.text("cronExpr").orElse(""));
            default -> new Expression(ValueText.line(schedule));
        };
    }

    private static LocalTime time(Obj schedule) {
        return LocalTime.of(
                Math.floorMod(whole(schedule, "hourUTC"), 24), Math.floorMod(whole(schedule, "minuteUTC"), 60));
    }

    private static int whole(Obj schedule, String field) {
        return Fields.number(schedule, field).orElse(0L).intValue();
    }
}
