package dev.lockstep.emulator.convex.snapshot.rows;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of comma-separated values: a cell in double quotes may hold commas, line ends and quotes written twice.
 * Holds one record at a time. Used by one thread.
 */
final class CsvRecords {

    private static final int RECORD_LIMIT = 8 << 20;

    private final Reader in;
    private int nextLine = 1;
    private int line;
    private int ahead = -2;

    /** @param in buffered */
    CsvRecords(Reader in) {
        this.in = in;
    }

    /** Where the last record began. */
    int line() {
        return line;
    }

    /** The next record that is not an empty line; empty at the end. */
    List<String> next() throws IOException {
        while (peek() == '\n' || peek() == '\r') {
            read();
        }
        line = nextLine;
        var cells = new ArrayList<String>();
        if (peek() < 0) {
            return cells;
        }
        var cell = new StringBuilder();
        int length = 0;
        while (true) {
            if (peek() == '"' && cell.isEmpty()) {
                quoted(cell);
            }
            int c = read();
            if (c == ',' || c == '\n' || c == '\r' || c < 0) {
                cells.add(cell.toString());
                cell.setLength(0);
                if (c != ',') {
                    return cells;
                }
            } else {
                cell.append((char) c);
            }
            if (++length > RECORD_LIMIT) {
                throw tooLong();
            }
        }
    }

    private void quoted(StringBuilder cell) throws IOException {
        read();
        while (true) {
            int c = read();
            if (c < 0) {
                throw new ImportProblem("line " + line + ": a double quote is not closed");
            }
            if (c == '"') {
                if (peek() != '"') {
                    return;
                }
                read();
            }
            cell.append((char) c);
            if (cell.length() > RECORD_LIMIT) {
                throw tooLong();
            }
        }
    }

    private ImportProblem tooLong() {
        return new ImportProblem("line " + line + ": it is longer than " + RECORD_LIMIT + " characters");
    }

    private int peek() throws IOException {
        if (ahead == -2) {
            ahead = in.read();
        }
        return ahead;
    }

    private int read() throws IOException {
        int c = peek();
        ahead = -2;
        if (c == '\n') {
            nextLine++;
        }
        return c;
    }
}
