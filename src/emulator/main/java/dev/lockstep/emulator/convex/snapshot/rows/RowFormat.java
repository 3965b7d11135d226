package dev.lockstep.emulator.convex.snapshot.rows;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A way to write documents down. Stateless. */
@FunctionalInterface
public interface RowFormat {

    /** One JSON object in each line, read one at a time. Numbers are float64; {@code $integer} and such are read, too. */
    RowFormat JSON_LINES = JsonRows::lines;

    /** The same as archives have it, see {@link ExportJson}. */
    RowFormat EXPORTED_LINES = JsonRows::exportedLines;

    /** An array of JSON objects, held in memory whole: up to 8 MiB. */
    RowFormat JSON_ARRAY = JsonRows::array;

    /** A line with the fields' names, then one line for each document, read one at a time. */
    RowFormat CSV = CsvRows::read;

    /**
     * Reads to the end.
     *
     * @throws ImportProblem naming the first row that is none
     */
    void read(InputStream in, Consumer<Row> sink) throws IOException;
}
