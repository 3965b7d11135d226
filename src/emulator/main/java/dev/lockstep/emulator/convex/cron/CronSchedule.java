package dev.lockstep.emulator.convex.cron;

import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.springframework.scheduling.support.CronExpression;
import tools.jackson.databind.JsonNode;

/** When a cron job runs, in UTC. Pure. */
sealed interface CronSchedule {

    /** Again and again after so long, at once for the first time. */
    record Every(Duration interval) implements CronSchedule {}

    /** By the calendar. */
    record Calendar(CronExpression expression) implements CronSchedule {}

    /**
     * Reads what {@code crons.interval(…)}, {@code crons.daily(…)} and so on export.
     *
     * @throws Refusal 400 naming the job, when it is none of them
     */
    static CronSchedule of(String name, JsonNode json) {
        try {
            return switch (json.path("type").asString("")) {
                case "interval" -> new Every(interval(json));
                case "hourly" -> calendar("0 " + number(json, "minuteUTC") + " * * * *");
                case "daily" -> calendar(time(json) + " * * *");
                case "weekly" ->
                    calendar(time(json) + " * * "
                            + json.path("dayOfWeek")
                                    .asString("")
                                    .substring(0, 3)
                                    .toUpperCase(Locale.ROOT));
                case "monthly" -> calendar(time(json) + " " + number(json, "day") + " * *");
                case "cron" -> calendar("0 " + json.path("cron").asString(""));
                default -> throw new IllegalArgumentException("unknown schedule");
            };
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw Refusal.badRequest(
                    "InvalidCron", "The cron job \"" + name + "\" has a schedule that cannot be read: " + json);
        }
    }

    private static Duration interval(JsonNode json) {
        double seconds = json.path("seconds").asDouble(0)
                + 60 * json.path("minutes").asDouble(0)
                + 3600 * json.path("hours").asDouble(0);
        if (seconds <= 0) {
            throw new IllegalArgumentException("an interval must be longer than nothing");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static CronSchedule calendar(String expression) {
        return new Calendar(CronExpression.parse(expression));
    }

    /** Second, minute and hour. */
    private static String time(JsonNode json) {
        return "0 " + number(json, "minuteUTC") + " " + number(json, "hourUTC");
    }

    private static int number(JsonNode json, String field) {
        return json.path(field).asInt(0);
    }

    /** When a job that was just declared runs first. */
    default Instant first(Instant now) {
        return switch (this) {
            case Every every -> now;
            case Calendar(CronExpression expression) -> next(expression, now);
        };
    }

    /**
     * When it runs next; runs that were missed meanwhile are not made up for.
     *
     * @param due when it should have run this time
     */
    default Instant after(Instant due, Instant now) {
        return switch (this) {
            case Every(Duration interval) -> {
                long missed = Duration.between(due, now).dividedBy(interval);
                yield due.plus(interval.multipliedBy(Math.max(0, missed) + 1));
            }
            case Calendar(CronExpression expression) -> next(expression, now);
        };
    }

    private static Instant next(CronExpression expression, Instant now) {
        ZonedDateTime next = expression.next(now.atZone(ZoneOffset.UTC));
        return next == null ? Instant.MAX : next.toInstant();
    }
}
