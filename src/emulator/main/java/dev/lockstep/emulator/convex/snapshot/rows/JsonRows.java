package dev.lockstep.emulator.convex.snapshot.rows;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValueException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/** Documents as JSON. */
final class JsonRows {

    /** A document has at most 1 MiB; escapes can make its text several times as long. */
    private static final int LINE_LIMIT = 8 << 20;

    private static final int ARRAY_LIMIT = 8 << 20;

    private JsonRows() {}

    /** Numbers are float64. */
    static void lines(InputStream in, Consumer<Row> sink) throws IOException {
        lines(in, ConvexJson::parse, sink);
    }

    static void exportedLines(InputStream in, Consumer<Row> sink) throws IOException {
        lines(in, ExportJson::parse, sink);
    }

    private static void lines(InputStream in, Function<String, ConvexValue> parser, Consumer<Row> sink)
            throws IOException {
        var bytes = new BufferedInputStream(in, 64 * 1024);
        var line = new ByteArrayOutputStream();
        int number = 1;
        for (int b = bytes.read(); b >= 0; b = bytes.read()) {
            if (b == '\n') {
                line(line, number++, parser, sink);
            } else {
                line.write(b);
                if (line.size() > LINE_LIMIT) {
                    throw new ImportProblem("line " + number + ": it is longer than " + LINE_LIMIT + " bytes");
                }
            }
        }
        line(line, number, parser, sink);
    }

    private static void line(
            ByteArrayOutputStream bytes, int number, Function<String, ConvexValue> parser, Consumer<Row> sink) {
        String text = bytes.toString(StandardCharsets.UTF_8).strip();
        bytes.reset();
        if (text.isEmpty()) {
            return;
        }
        sink.accept(row("line", number, parse("line " + number, text, parser)));
    }

    static void array(InputStream in, Consumer<Row> sink) throws IOException {
        byte[] bytes = in.readNBytes(ARRAY_LIMIT + 1);
        if (bytes.length > ARRAY_LIMIT) {
            throw new ImportProblem("the JSON array is larger than " + ARRAY_LIMIT
                    + " bytes. Import it as JSON Lines instead, for example from: jq -c '.[]' data.json");
        }
        ConvexValue whole = parse("the file", new String(bytes, StandardCharsets.UTF_8), ConvexJson::parse);
        if (!(whole instanceof Array(var items))) {
            throw new ImportProblem("the file must hold a JSON array of objects");
        }
        for (int i = 0; i < items.size(); i++) {
            sink.accept(row("element", i + 1, items.get(i)));
        }
    }

    private static ConvexValue parse(String place, String text, Function<String, ConvexValue> parser) {
        try {
            return parser.apply(text);
        } catch (ConvexValueException | ImportProblem e) {
            throw new ImportProblem(place + ": " + e.getMessage());
        }
    }

    private static Row row(String unit, int number, ConvexValue value) {
        if (value instanceof Obj object) {
            return new Row(unit, number, object);
        }
        throw new ImportProblem(unit + " " + number + ": a document must be a JSON object");
    }
}
