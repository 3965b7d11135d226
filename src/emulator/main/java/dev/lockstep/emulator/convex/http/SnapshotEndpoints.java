package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.snapshot.Exports;
import dev.lockstep.emulator.convex.snapshot.Snapshots;
import dev.lockstep.emulator.convex.snapshot.plan.ImportRequest;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Snapshots in and out, for admins. Uploads and downloads stream. */
final class SnapshotEndpoints {

    /** What the address of an archive begins with; its timestamp is behind it. */
    private static final String ARCHIVE = "/api/export/zip/";

    /** As many as the service takes. */
    private static final int MAX_PARTS = 10_000;

    private final Snapshots snapshots;

    SnapshotEndpoints(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    Map<String, Endpoint> routes() {
        return Map.of(
                "POST /api/import/start_upload", this::startUpload,
                "POST /api/import/upload_part", this::uploadPart,
                "POST /api/import/finish_upload", this::finishUpload,
                "POST /api/perform_import", this::perform,
                "POST /api/cancel_import", this::cancel,
                "POST /api/export/request/zip", this::requestExport);
    }

    /** Whether a route asks for an archive. */
    static boolean serves(String route) {
        return route.startsWith("GET " + ARCHIVE);
    }

    private void startUpload(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        String token = snapshots.imports().startUpload();
        exchange.answerJson(WireJson.object().put("uploadToken", token).toString());
    }

    private void uploadPart(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        String token = exchange.query("uploadToken").orElse("");
        int number = number(exchange.query("partNumber").orElse(""));
        snapshots.imports().uploadPart(token, number, exchange.request().getInputStream());
        // The token of a part is its number: what matters of it is the order at the end.
        exchange.answerJson("\"" + number + "\"");
    }

    private void finishUpload(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        JsonNode body = exchange.json(Exchange.CALL_LIMIT);
        var parts = new ArrayList<Integer>();
        for (JsonNode part : body.path("partTokens")) {
            parts.add(number(part.asString("")));
        }
        ImportRequest request = ImportRequest.of(body.path("import"));
        String id = snapshots.imports().finishUpload(WireJson.text(body, "uploadToken"), parts, request);
        exchange.answerJson(WireJson.object().put("importId", id).toString());
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

    private void perform(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        snapshots.imports().perform(importId(exchange));
        exchange.answerEmpty();
    }

    private void cancel(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        snapshots.imports().cancel(importId(exchange));
        exchange.answerEmpty();
    }

    private static String importId(Exchange exchange) throws IOException {
        return WireJson.text(exchange.json(Exchange.CALL_LIMIT), "importId");
    }

    private void requestExport(Exchange exchange) {
        exchange.requireAdmin();
        boolean withFiles =
                exchange.query("includeStorage").filter("true"::equals).isPresent();
        snapshots.exports().request(withFiles ? Exports.Contents.DOCUMENTS_AND_FILES : Exports.Contents.DOCUMENTS);
        exchange.answerEmpty();
    }

    void download(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        String ts = exchange.path().substring(ARCHIVE.length());
        // Nanoseconds since 1970 that fit a long.
        if (!ts.matches("[1-8]?[0-9]{1,18}")) {
            throw Refusal.badRequest("InvalidExport", "The path must end with the timestamp of an export");
        }
        Path archive = snapshots.exports().archive(Long.parseLong(ts));
        var response = exchange.response();
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=snapshot_" + ts + ".zip");
        response.setContentLengthLong(Files.size(archive));
        Files.copy(archive, response.getOutputStream());
    }
}
