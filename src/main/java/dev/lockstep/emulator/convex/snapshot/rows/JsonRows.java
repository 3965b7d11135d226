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

/** Documents as JSON: numbers are float64, the rest is written as exports write it ({@code $integer}, {@code $bytes}). */
final class JsonRows {

    /** A document has at most 1 MiB; escapes can make its text several times as long. */
    private static final int LINE_LIMIT = 8 << 20;

    private static final int ARRAY_LIMIT = 8 << 20;

    private JsonRows() {}

    static void lines(InputStream in, Consumer<Row> sink) throws IOException {
        var bytes = new BufferedInputStream(in, 64 * 1024);
        var line = new ByteArrayOutputStream();
        int number = 1;
        for (int b = bytes.read(); b >= 0; b = bytes.read()) {
            if (b == '\n') {
                line(line, number++, sink);
            } else {
                line.write(b);
                if (line.size() > LINE_LIMIT) {
                    throw new ImportProblem("line " + number + ": it is longer than " + LINE_LIMIT + " bytes");
                }
            }
        }
        line(line, number, sink);
    }

    private static void line(ByteArrayOutputStream bytes, int number, Consumer<Row> sink) {
        String text = bytes.toString(StandardCharsets.UTF_8).strip();
        bytes.reset();
        if (text.isEmpty()) {
            return;
        }
        sink.accept(row("line", number, parse("line " + number, text)));
    }

    static void array(InputStream in, Consumer<Row> sink) throws IOException {
        byte[] bytes = in.readNBytes(ARRAY_LIMIT + 1);
        if (bytes.length > ARRAY_LIMIT) {
            throw new ImportProblem("the JSON array is larger than " + ARRAY_LIMIT
                    + " bytes. Import it as JSON Lines instead, for example from: jq -c '.[]' data.json");
        }
        ConvexValue whole = parse("the file", new String(bytes, StandardCharsets.UTF_8));
        if (!(whole instanceof Array(var items))) {
            throw new ImportProblem("the file must hold a JSON array of objects");
        }
        for (int i = 0; i < items.size(); i++) {
            sink.accept(row("element", i + 1, items.get(i)));
        }
    }

    private static ConvexValue parse(String place, String text) {
        try {
            return ConvexJson.parse(text);
        } catch (ConvexValueException e) {
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
