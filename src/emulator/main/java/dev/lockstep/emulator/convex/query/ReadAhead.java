package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A running query whose documents are handed over some at a time, before anybody has asked for each: a function asks for
 * them one by one, and asking costs more than reading. What is handed over counts for limits, and is depended on, only when
 * it has been {@linkplain #settle consumed}. Used by the thread of its transaction.
 */
public final class ReadAhead {

    /** How many rows that are filtered out are read ahead for a document that nobody may want. */
    private static final int MOST_ROWS = 256;

    private static final long MOST_BYTES = 256 << 10;

    private final QueryStream stream;
    private final int mostRows;
    private final List<Handed> handed = new ArrayList<>();
    /** Where the stream was before what is handed over. */
    private Interval start;

    private long[] startLeft;
    /** Rows behind the last document that were filtered out. */
    private List<Document> passedOver = new ArrayList<>();

    private boolean toldEnd;

    /** A document with the rows before it that were filtered out, and where the stream is behind it. */
    private record Handed(Document document, List<Document> rows, Interval remaining, long[] left) {}

    /**
     * What was handed over.
     *
     * @param isEnd whether there is nothing behind the documents
     */
    public record Batch(List<Document> documents, boolean isEnd) {}

    public ReadAhead(QueryStream stream) {
        this(stream, MOST_ROWS);
    }

    ReadAhead(QueryStream stream, int mostRows) {
        this.stream = stream;
        this.mostRows = mostRows;
        mark();
    }

    /**
     * The next documents, after all of the last batch were consumed.
     *
     * @param most how many
     * @throws FunctionError when a limit is passed by what was consumed
     */
    public Batch next(int most) {
        settle(0);
        if (!stream.source().canReadAhead()) {
            Optional<Document> next = stream.next();
            return new Batch(next.stream().toList(), next.isEmpty());
        }
        try {
            read(most);
        } catch (FunctionError e) {
            // Whoever consumes what came before it need not come to it.
            if (handed.isEmpty()) {
                backTo(start, startLeft);
                throw e;
            }
            backTo(handed.getLast().remaining(), handed.getLast().left());
        }
        return new Batch(handed.stream().map(Handed::document).toList(), toldEnd);
    }

    private void read(int most) {
        long bytes = 0;
        int rows = 0;
        while (handed.size() < most && bytes < MOST_BYTES && (handed.isEmpty() || rows < mostRows)) {
            Optional<Document> row = stream.ahead();
            if (row.isEmpty()) {
                toldEnd = true;
                return;
            }
            rows++;
            bytes += row.get().size();
            passedOver.add(row.get());
            if (stream.passes(row.get())) {
                handed.add(new Handed(row.get(), passedOver, stream.remaining(), stream.left()));
                passedOver = new ArrayList<>();
            }
        }
        if (!passedOver.isEmpty()) {
            // Nobody who stops at the last document has come to them.
            backTo(handed.getLast().remaining(), handed.getLast().left());
        }
    }

    /**
     * Counts what was consumed of the last batch; the rest was never read.
     *
     * @param unread how many of its documents were not, and one more for the end if it was told and not come to
     * @throws FunctionError when a limit is passed
     */
    public void settle(int unread) {
        int consumed = Math.max(0, Math.min(handed.size(), handed.size() + (toldEnd ? 1 : 0) - unread));
        boolean isWhole = unread <= 0;
        List<Document> read = new ArrayList<>();
        handed.subList(0, consumed).forEach(each -> read.addAll(each.rows()));
        if (isWhole) {
            read.addAll(passedOver);
        } else if (consumed == 0) {
            backTo(start, startLeft);
        } else {
            backTo(
                    handed.get(consumed - 1).remaining(),
                    handed.get(consumed - 1).left());
        }
        handed.clear();
        passedOver = new ArrayList<>();
        toldEnd = false;
        mark();
        read.forEach(stream.source()::read);
    }

    private void backTo(Interval remaining, long[] left) {
        stream.source().backTo(remaining);
        stream.backTo(left);
        passedOver = new ArrayList<>();
        toldEnd = false;
    }

    private void mark() {
        start = stream.remaining();
        startLeft = stream.left();
    }
}
