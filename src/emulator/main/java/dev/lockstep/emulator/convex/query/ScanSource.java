package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Scan;
import java.util.Optional;

/** A walk over an index. */
record ScanSource(Scan scan) implements Source {

    @Override
    public Optional<Document> next() {
        return scan.next();
    }

    @Override
    public boolean canReadAhead() {
        return true;
    }

    @Override
    public Optional<Document> ahead() {
        return scan.ahead();
    }

    @Override
    public void read(Document document) {
        scan.read(document);
    }

    @Override
    public void backTo(Interval remaining) {
        scan.backTo(remaining);
    }

    @Override
    public Interval remaining() {
        return scan.remaining();
    }
}
