package dev.lockstep.emulator.convex.http;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.deployment.FunctionLog.Completion;
import dev.lockstep.emulator.convex.deployment.FunctionLog.Entry;
import dev.lockstep.emulator.convex.deployment.FunctionLog.Progress;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entries of the log as JSON.
 *
 * @param structured whether lines are objects or text
 */
record LogJson(Lines lines, boolean structured) {

    /** Where an action's lines are. */
    enum Lines {
        /** In entries of their own while it runs. */
        STREAMED,
        /** In its completion. */
        COMPLETE
    }

    /** What the service meters; an emulator bills nobody and counts none of it. */
    private static final List<String> USAGE = List.of(
            "databaseReadBytes",
            "databaseWriteBytes",
            "databaseIoReadBytes",
            "databaseIoWriteBytes",
            "databaseReadDocuments",
            "databaseWriteDocuments",
            "databaseWriteIndexRows",
            "storageReadBytes",
            "storageWriteBytes",
            "vectorIndexReadBytes",
            "vectorIndexWriteBytes",
            "textIndexQueryBytes",
            "textIndexWriteQueryBytes",
            "vectorIndexReadQueryBytes",
            "vectorIndexWriteQueryBytes",
            "networkEgressBytes",
            "memoryUsedMb");

    String page(List<? extends Entry> entries, double newCursor) {
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("entries");
        entries.forEach(entry -> list.add(
                switch (entry) {
                    case Completion completion -> completion(completion);
                    case Progress progress -> progress(progress);
                }));
        return json.put("newCursor", newCursor).toString();
    }

    private ObjectNode progress(Progress progress) {
        ObjectNode json = begin("Progress", progress, List.of(progress.line()));
        return json.put("timestamp", seconds(progress.at()));
    }

    private ObjectNode completion(Completion completion) {
        boolean told = lines == Lines.STREAMED
                && completion.kind() == FunctionKind.ACTION
                && completion.http().isEmpty();
        Outcome outcome = completion.outcome();
        ObjectNode json = begin("Completion", completion, told ? List.of() : outcome.lines())
                .put("timestamp", seconds(completion.at()))
                .put("cachedResult", false)
                .put("executionTime", completion.took().toNanos() / 1e9)
                .put("userExecutionTime", completion.took().toNanos() / 1e9)
                .putNull("success")
                .put("caller", completion.origin().caller())
                .put("parentExecutionId", completion.call().parent().orElse(null))
                .putNull("occInfo")
                .put("willRetry", false)
                .put("executionTimestamp", seconds(completion.start()))
                .put("identityType", identityType(completion.call().identity()))
                .put("environment", "isolate");
        completion.http().ifPresent(http -> {
            json.put("udfType", "HttpAction").put("identifier", http.route());
            json.putObject("success").put("status", String.valueOf(http.status()));
        });
        switch (outcome) {
            case Outcome.Success(var value, var logged, long ts) ->
                json.putNull("error")
                        .put("returnBytes", ConvexJson.encode(value).length());
            case Outcome.Failure failure -> json.put("error", failure.message()).putNull("returnBytes");
        }
        ObjectNode usage = json.putObject("usageStats");
        USAGE.forEach(name -> usage.put(name, 0));
        return json;
    }

    private ObjectNode begin(String kind, Entry entry, List<LogLine> logged) {
        ObjectNode json = WireJson.object()
                .put("kind", kind)
                .put("udfType", entry.kind().udfType())
                .put(
                        "componentPath",
                        entry.call().path().component().isRoot()
                                ? null
                                : entry.call().path().component().text())
                .put("identifier", entry.call().path().toString())
                .put("requestId", entry.call().requestId())
                .put("executionId", entry.call().executionId());
        ArrayNode list = json.putArray("logLines");
        logged.forEach(line -> {
            if (structured) {
                list.add(line(line));
            } else {
                list.add(line.toString());
            }
        });
        return json;
    }

    private static ObjectNode line(LogLine line) {
        ObjectNode json = WireJson.object();
        json.putArray("messages").add(line.message());
        return json.put("level", line.level().name())
                .put("timestamp", line.at().toEpochMilli())
                .put("isTruncated", !line.whole());
    }

    private static String identityType(Identity identity) {
        return switch (identity) {
            case Identity.Anonymous anonymous -> "unknown";
            case Identity.User user -> "user";
            case Identity.Admin admin -> admin.actingAs().isPresent() ? "member_acting_user" : "instance_admin";
        };
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }
}
