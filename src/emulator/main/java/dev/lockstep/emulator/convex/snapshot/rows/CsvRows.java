package dev.lockstep.emulator.convex.snapshot.rows;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValueException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Documents as comma-separated values under a header. What looks like a number is one, everything else a text. */
final class CsvRows {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private CsvRows() {}

    static void read(InputStream in, Consumer<Row> sink) throws IOException {
        var records = new CsvRecords(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        List<String> names = records.next();
        check(names);
        for (List<String> cells = records.next(); !cells.isEmpty(); cells = records.next()) {
            if (cells.size() != names.size()) {
                throw new ImportProblem("line " + records.line() + ": it has " + count(cells.size())
                        + ", but the header has " + names.size());
            }
            var fields = new TreeMap<String, ConvexValue>();
            for (int i = 0; i < names.size(); i++) {
                fields.put(names.get(i), value(cells.get(i)));
            }
            sink.accept(new Row("line", records.line(), new Obj(fields)));
        }
    }

    private static void check(List<String> names) {
        if (names.isEmpty()) {
            throw new ImportProblem("line 1: a CSV file must begin with a header of field names");
        }
        var seen = new HashSet<String>();
        for (String name : names) {
            try {
                ConvexJson.checkKey(name);
            } catch (ConvexValueException e) {
                throw new ImportProblem("line 1: " + e.getMessage());
            }
            if (!seen.add(name)) {
                throw new ImportProblem("line 1: the field \"" + name + "\" stands twice in the header");
            }
        }
    }

    private static ConvexValue value(String cell) {
        if (NUMBER.matcher(cell).matches()) {
            double number = Double.parseDouble(cell);
            if (!Double.isInfinite(number)) {
                return ConvexValue.number(number);
            }
        }
        return ConvexValue.text(cell);
    }

    private static String count(int fields) {
        return fields == 1 ? "1 field" : fields + " fields";
    }
}
