package dev.lockstep.sandbox.output;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.LogLine;
import java.time.Instant;
import java.util.Collection;

/**
 * Reads one stream of a process into a feed, line by line. A line ends at a line feed, a carriage return or both. Not for
 * two threads.
 */
public final class LineReader {

    private final LineFeed feed;
    private final LogLine.Stream stream;
    private final PlainText text = new PlainText();
    private final Mask mask;
    private final StringBuilder line = new StringBuilder();
    private boolean cut;
    private boolean returned;

    public LineReader(LineFeed feed, LogLine.Stream stream, Collection<Secret> secrets) {
        this.feed = feed;
        this.stream = stream;
        this.mask = new Mask(secrets);
    }

    /** @param time when the bytes came */
    public void read(byte[] bytes, Instant time) {
        take(mask.read(text.read(bytes)), time);
    }

    /** No more comes: what has no line's end yet is a line as well. */
    public void end(Instant time) {
        take(mask.read(text.end()) + mask.end(), time);
        if (!line.isEmpty()) {
            send(time);
        }
    }

    private void take(String plain, Instant time) {
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '\n' && returned) {
                returned = false;
            } else if (c == '\n' || c == '\r') {
                returned = c == '\r';
                send(time);
            } else {
                returned = false;
                append(c);
            }
        }
    }

    private void append(char c) {
        boolean splits = line.length() == LogLine.LONGEST - 1 && Character.isHighSurrogate(c);
        if (cut || line.length() >= LogLine.LONGEST || splits) {
            cut = true;
        } else {
            line.append(c);
        }
    }

    private void send(Instant time) {
        feed.add(time, stream, cut ? line + LogLine.CUT : line.toString());
        line.setLength(0);
        cut = false;
    }
}
