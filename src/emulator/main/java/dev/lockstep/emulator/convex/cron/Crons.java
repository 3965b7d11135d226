package dev.lockstep.emulator.convex.cron;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.call.ScheduleCalls;
import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The cron jobs of a deployment: one document each with its next time, so that they go on where they were after a
 * restart. A job that is due becomes a scheduled function in the same commit that moves it on: it runs once for each
 * time, and not again before its last run has ended. Stateless.
 */
public final class Crons {

    private static final String MODULE = "crons.js";

    private Crons() {}

    /** What a push declares, as texts by the component and name of each job. */
    public static Map<String, String> declared(Map<ComponentPath, ComponentDefinition> components) {
        var jobs = new LinkedHashMap<String, String>();
        components.forEach((path, definition) -> specs(definition).forEach((name, spec) -> {
            CronSchedule.of(name, spec.path("schedule"));
            jobs.put(
                    path + "\n" + name,
                    WireJson.object()
                            .put("component", path.text())
                            .put("name", name)
                            .<tools.jackson.databind.node.ObjectNode>set("spec", spec)
                            .toString());
        }));
        return jobs;
    }

    /** What a component declares, by the names of the jobs. */
    public static Map<String, JsonNode> specs(ComponentDefinition definition) {
        var specs = new LinkedHashMap<String, JsonNode>();
        definition
                .analysis()
                .getOrDefault(MODULE, WireJson.object())
                .path("cronSpecs")
                .forEach(entry -> specs.put(entry.path("name").asString(), entry.path("spec")));
        return specs;
    }

    /** Makes these the jobs there are; those that did not change keep their next time. */
    public static void declare(Map<String, String> jobs, Transaction transaction, Instant now) {
        Map<String, Document> known = transaction.view().documents(DocumentStore.CRONS).stream()
                .collect(Collectors.toMap(row -> text(row, "key"), row -> row));
        known.forEach((key, row) -> {
            if (!text(row, "job").equals(jobs.get(key))) {
                transaction.get(row.id()).ifPresent(transaction::remove);
            }
        });
        jobs.forEach((key, job) -> {
            Document row = known.get(key);
            if (row == null || !text(row, "job").equals(job)) {
                Obj fresh = ConvexValue.object("key", ConvexValue.text(key))
                        .with("job", ConvexValue.text(job))
                        .with("next", millis(schedule(job).first(now)));
                transaction.insert(DocumentStore.CRONS, transaction.mint(DocumentStore.CRONS), fresh);
            }
        });
    }

    /** When the first job is due; empty when there are none. */
    public static Optional<Instant> next(Snapshot snapshot) {
        return snapshot.documents(DocumentStore.CRONS).stream().map(Crons::due).min(Instant::compareTo);
    }

    /** Whether a job waits for longer than its schedule ever does: then the clock was set back since. */
    public static boolean isAhead(Snapshot snapshot, Instant now) {
        return snapshot.documents(DocumentStore.CRONS).stream().anyMatch(row -> isAhead(row, now));
    }

    private static boolean isAhead(Document row, Instant now) {
        return due(row).isAfter(soonest(row, now));
    }

    /** The next time that there is by the schedule alone. */
    private static Instant soonest(Document row, Instant now) {
        return schedule(text(row, "job")).after(now, now);
    }

    /** Lets those that wait for too long go on by their schedules from now on. */
    public static void bringBack(Transaction transaction, Instant now) {
        for (Document row : transaction.documents(DocumentStore.CRONS)) {
            if (isAhead(row, now)) {
                transaction.replace(row, row.value().with("next", millis(soonest(row, now))));
            }
        }
    }

    /** Schedules what is due. */
    public static void runDue(Transaction transaction, Instant now) {
        for (Document row : transaction.documents(DocumentStore.CRONS)) {
            if (!due(row).isAfter(now)) {
                run(row, transaction, now);
            }
        }
    }

    /** Lets what is due pass by. */
    public static void skipDue(Transaction transaction, Instant now) {
        for (Document row : transaction.documents(DocumentStore.CRONS)) {
            if (!due(row).isAfter(now)) {
                transaction.replace(row, moved(row, now));
            }
        }
    }

    private static Obj moved(Document row, Instant now) {
        return row.value().with("next", millis(schedule(text(row, "job")).after(due(row), now)));
    }

    private static void run(Document row, Transaction transaction, Instant now) {
        String job = text(row, "job");
        Obj moved = moved(row, now);
        if (!isRunning(row, transaction)) {
            JsonNode json = WireJson.parse(job);
            var component = new ComponentPath(json.path("component").asString(""));
            var call = WireJson.object()
                    .put("name", json.path("spec").path("name").asString())
                    .put("ts", now.toEpochMilli() / 1000.0);
            call.set("args", json.path("spec").path("args").path(0));
            String id = new ScheduleCalls(transaction, component).add(call);
            moved = moved.with("running", ConvexValue.text(WireJson.parse(id).asString()));
        }
        transaction.replace(row, moved);
    }

    private static boolean isRunning(Document row, Transaction transaction) {
        return row.value()
                .text("running")
                .flatMap(DocumentId::parse)
                .flatMap(transaction::get)
                .flatMap(run -> run.value().field("state"))
                .filter(state -> state instanceof Obj kind
                        && kind.text("kind")
                                .filter(word -> word.equals("pending") || word.equals("inProgress"))
                                .isPresent())
                .isPresent();
    }

    private static CronSchedule schedule(String job) {
        JsonNode json = WireJson.parse(job);
        return CronSchedule.of(json.path("name").asString(""), json.path("spec").path("schedule"));
    }

    private static Instant due(Document row) {
        return Instant.ofEpochMilli(row.value().number("next").orElseThrow().longValue());
    }

    private static ConvexValue millis(Instant instant) {
        return ConvexValue.number(instant.equals(Instant.MAX) ? Long.MAX_VALUE / 2.0 : instant.toEpochMilli());
    }

    private static String text(Document row, String field) {
        return row.value().text(field).orElseThrow();
    }
}
