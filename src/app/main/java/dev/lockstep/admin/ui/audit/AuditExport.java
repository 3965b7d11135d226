package dev.lockstep.admin.ui.audit;

import dev.lockstep.audit.AuditRecord;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Writes audit entries as files, one at a time, so that a long trail needs no more memory than a short one. */
final class AuditExport {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> COLUMNS = List.of("at", "actor", "action", "person", "change", "detail");

    private AuditExport() {}

    /** Hands all entries over, one after the other. */
    @FunctionalInterface
    interface Entries {
        void each(Consumer<AuditRecord> reader);
    }

    /** A table as spreadsheets read it. */
    static void csv(Entries entries, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(String.join(",", COLUMNS) + "\r\n");
        write(
                entries,
                record -> writer.write(cells(record).values().stream()
                        .map(AuditExport::cell)
                        .collect(Collectors.joining(",", "", "\r\n"))));
        writer.flush();
    }

    /** A list of objects. */
    static void json(Entries entries, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write("[");
        var separator = new StringBuilder("\n");
        write(entries, record -> {
            writer.write(separator + JSON.writeValueAsString(cells(record)));
            separator.setLength(0);
            separator.append(",\n");
        });
        writer.write("\n]\n");
        writer.flush();
    }

    /** What writes and may fail. */
    @FunctionalInterface
    private interface Writing {
        void write(AuditRecord record) throws IOException;
    }

    private static void write(Entries entries, Writing writing) throws IOException {
        try {
            entries.each(record -> {
                try {
                    writing.write(record);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Map<String, String> cells(AuditRecord record) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("at", record.at().toString());
        cells.put("actor", record.entry().actor());
        cells.put("action", record.entry().action());
        cells.put("person", record.entry().person().map(Owner::value).orElse(""));
        cells.put("change", record.entry().change().map(ChangeId::toString).orElse(""));
        cells.put("detail", record.entry().detail());
        return cells;
    }

    /** In quotes where it must be; what a spreadsheet would take for a formula starts with an apostrophe. */
    static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n'].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
