package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.snapshot.Exports;
import dev.lockstep.emulator.convex.snapshot.Snapshots;
import dev.lockstep.emulator.convex.snapshot.plan.ImportRequest;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Snapshots in and out, for admins. Uploads and downloads stream. */
final class SnapshotEndpoints {

    /** As many as the service takes. */
    private static final int MAX_PARTS = 10_000;

    private final Snapshots snapshots;
    private final Callers callers;

    SnapshotEndpoints(Snapshots snapshots, Callers callers) {
        this.snapshots = snapshots;
        this.callers = callers;
    }

    void routes(Routes routes) {
        routes.add("POST /api/import/start_upload", this::startUpload)
                .add("POST /api/import/upload_part", this::uploadPart)
                .add("POST /api/import/finish_upload", this::finishUpload)
                .add("POST /api/perform_import", this::perform)
                .add("POST /api/cancel_import", this::cancel)
                .add("POST /api/export/request/zip", this::requestExport)
                .add("GET /api/export/zip/**", this::download);
    }

    private Reply startUpload(Request request) throws IOException {
        callers.requireAdmin(request);
        String token = snapshots.imports().startUpload();
        return Reply.json(WireJson.object().put("uploadToken", token));
    }

    private Reply uploadPart(Request request) throws IOException {
        callers.requireAdmin(request);
        String token = request.parameter("uploadToken").orElse("");
        int number = number(request.parameter("partNumber").orElse(""));
        snapshots.imports().uploadPart(token, number, request.stream());
        // The token of a part is its number: what matters of it is the order at the end.
        return Reply.json("\"" + number + "\"");
    }

    private Reply finishUpload(Request request) throws IOException {
        callers.requireAdmin(request);
        JsonNode body = request.json(FunctionEndpoints.LIMIT);
        var parts = new ArrayList<Integer>();
        for (JsonNode part : body.path("partTokens")) {
            parts.add(number(part.asString("")));
        }
        ImportRequest asked = ImportRequest.of(body.path("import"));
        String id = snapshots.imports().finishUpload(WireJson.text(body, "uploadToken"), parts, asked);
        return Reply.json(WireJson.object().put("importId", id));
    }

    private static int number(String part) {
        try {
            int number = Integer.parseInt(part);
            if (number >= 1 && number < MAX_PARTS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is out of range.
        }
        throw Refusal.badRequest("InvalidImportUpload", "A part must have a number from 1 to " + (MAX_PARTS - 1));
    }

    private Reply perform(Request request) throws IOException {
        callers.requireAdmin(request);
        snapshots.imports().perform(importId(request));
        return Reply.done();
    }

    private Reply cancel(Request request) throws IOException {
        callers.requireAdmin(request);
        snapshots.imports().cancel(importId(request));
        return Reply.done();
    }

    private static String importId(Request request) throws IOException {
        return WireJson.text(request.json(FunctionEndpoints.LIMIT), "importId");
    }

    private Reply requestExport(Request request) {
        callers.requireAdmin(request);
        boolean withFiles =
                request.parameter("includeStorage").filter("true"::equals).isPresent();
        snapshots.exports().request(withFiles ? Exports.Contents.DOCUMENTS_AND_FILES : Exports.Contents.DOCUMENTS);
        return Reply.done();
    }

    private Reply download(Request request) throws IOException {
        callers.requireAdmin(request);
        String ts = request.rawPart(0);
        // Nanoseconds since 1970 that fit a long.
        if (!ts.matches("[1-8]?[0-9]{1,18}")) {
            throw Refusal.badRequest("InvalidExport", "The path must end with the timestamp of an export");
        }
        Path archive = snapshots.exports().archive(Long.parseLong(ts));
        return new Reply.Streamed(
                200,
                Map.of(
                        "Content-Type",
                        "application/zip",
                        "Content-Disposition",
                        "attachment; filename=snapshot_" + ts + ".zip"),
                Files.size(archive),
                out -> Files.copy(archive, out));
    }
}
