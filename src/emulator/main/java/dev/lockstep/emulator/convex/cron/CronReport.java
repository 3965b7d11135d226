package dev.lockstep.emulator.convex.cron;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The cron jobs as dashboards ask for them: rhythm, last run and next time, whole numbers as int64, times in nanoseconds.
 * Stateless.
 */
public final class CronReport {

    private static final long NANOS = 1_000_000;

    /** Counted from Sunday. */
    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

    private CronReport() {}

    /** The jobs of one component, in the order in which they were declared. */
    public static ConvexValue jobs(ComponentPath component, Transaction transaction, Obj args) {
        var jobs = new ArrayList<ConvexValue>();
        for (Document row : transaction.documents(DocumentStore.CRONS)) {
            JsonNode job = WireJson.parse(row.value().text("job").orElseThrow());
            if (job.path("component").asString("").equals(component.text())) {
                jobs.add(job(row, job, transaction));
            }
        }
        return new Array(jobs);
    }

    private static Obj job(Document row, JsonNode job, Transaction transaction) {
        String name = job.path("name").asString("");
        JsonNode spec = job.path("spec");
        Optional<Obj> run = row.value()
                .text("running")
                .flatMap(DocumentId::parse)
                .flatMap(transaction::get)
                .map(Document::value);
        ConvexValue last = run.map(found -> time(found, "scheduledTime")).orElse(ConvexValue.NULL);
        Obj next = ConvexValue.object("cronJobId", ConvexValue.text(row.id().text()))
                .with("state", ConvexValue.object("type", ConvexValue.text("pending")))
                .with("prevTs", last)
                .with("nextTs", time(row.value(), "next"));
        return ConvexValue.object("_id", ConvexValue.text(row.id().text()))
                .with("_creationTime", ConvexValue.number(row.creationTime()))
                .with("name", ConvexValue.text(name))
                .with("cronSpec", call(spec).with("cronSchedule", schedule(spec.path("schedule"))))
                .with(
                        "lastRun",
                        run.flatMap(found -> status(found).map(status -> (ConvexValue) call(spec)
                                        .with("name", ConvexValue.text(name))
                                        .with("ts", time(found, "scheduledTime"))
                                        .with("status", status)))
                                .orElse(ConvexValue.NULL))
                .with("nextRun", next);
    }

    private static Obj call(JsonNode spec) {
        byte[] args = spec.path("args").toString().getBytes(StandardCharsets.UTF_8);
        return ConvexValue.object(
                        "udfPath",
                        ConvexValue.text(FunctionPath.parse(spec.path("name").asString(""))
                                .canonical()))
                .with("udfArgs", new Bytes(args));
    }

    /** How the run ended; empty while it has not. */
    private static Optional<Obj> status(Obj run) {
        Obj state = run.field("state").map(Obj.class::cast).orElseThrow();
        return switch (state.text("kind").orElse("")) {
            case "success" ->
                Optional.of(
                        ConvexValue.object("type", ConvexValue.text("success")).with("result", ConvexValue.NULL));
            case "failed" ->
                Optional.of(ConvexValue.object("type", ConvexValue.text("err"))
                        .with("error", ConvexValue.text(state.text("error").orElse(""))));
            case "canceled" ->
                Optional.of(ConvexValue.object("type", ConvexValue.text("canceled"))
                        .with("num_canceled", ConvexValue.int64(1)));
            default -> Optional.empty();
        };
    }

    private static Obj schedule(JsonNode json) {
        Obj schedule = ConvexValue.object("type", text(json, "type"));
        return switch (json.path("type").asString("")) {
            case "interval" ->
                schedule.with(
                        "seconds",
                        ConvexValue.int64(Math.round(json.path("seconds").asDouble(0)
                                + 60 * json.path("minutes").asDouble(0)
                                + 3600 * json.path("hours").asDouble(0))));
            case "cron" -> schedule.with("cronExpr", text(json, "cron"));
            case "weekly" ->
                atTime(schedule, json)
                        .with(
                                "dayOfWeek",
                                ConvexValue.int64(DAYS.indexOf(
                                        json.path("dayOfWeek").asString("").toLowerCase(Locale.ROOT))));
            case "monthly" -> atTime(schedule, json).with("day", number(json, "day"));
            case "daily" -> atTime(schedule, json);
            default -> schedule.with("minuteUTC", number(json, "minuteUTC"));
        };
    }

    private static Obj atTime(Obj schedule, JsonNode json) {
        return schedule.with("hourUTC", number(json, "hourUTC")).with("minuteUTC", number(json, "minuteUTC"));
    }

    private static ConvexValue text(JsonNode json, String field) {
        return ConvexValue.text(json.path(field).asString(""));
    }

    private static ConvexValue number(JsonNode json, String field) {
        return ConvexValue.int64(json.path(field).asLong(0));
    }

    private static ConvexValue time(Obj row, String field) {
        double millis = row.number(field).orElseThrow();
        // A calendar that never comes again is kept as a time beyond all others.
        return ConvexValue.int64(millis > Long.MAX_VALUE / (double) NANOS ? Long.MAX_VALUE : (long) millis * NANOS);
    }
}
