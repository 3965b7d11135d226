package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.journal.JournalEntry;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * All documents of a snapshot as entries of the journal, in any order. The first is there without a document too: it holds the
 * timestamp. Used by one thread.
 */
final class SnapshotSlices implements Iterator<byte[]> {

    private final Snapshot snapshot;
    private final int size;
    private final Iterator<String> tables;
    private Iterator<Document> documents = Collections.emptyIterator();
    private boolean isFirst = true;

    /** @param size an entry is complete with as many bytes; one document may make it larger */
    SnapshotSlices(Snapshot snapshot, int size) {
        this.snapshot = snapshot;
        this.size = size;
        this.tables = snapshot.tables().iterator();
    }

    @Override
    public boolean hasNext() {
        return isFirst || hasDocument();
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        isFirst = false;
        var entry = new JournalEntry(snapshot.ts());
        while (entry.size() < size && hasDocument()) {
            Document document = documents.next();
            entry.put(document.id().text(), document.creationTime(), document.json());
        }
        return entry.toBytes();
    }

    private boolean hasDocument() {
        while (!documents.hasNext() && tables.hasNext()) {
            documents = snapshot.documents(tables.next()).iterator();
        }
        return documents.hasNext();
    }
}
