package dev.lockstep.emulator.convex.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/** All documents of a snapshot as entries of the journal, in any order. Used by one thread. */
final class SnapshotSlices {

    private final Snapshot snapshot;
    private final int size;
    private final Iterator<String> tables;
    private Iterator<Document> documents;
    private boolean isFirst = true;

    /** @param size an entry is complete with as many bytes; one document may make it larger */
    SnapshotSlices(Snapshot snapshot, int size) {
        this.snapshot = snapshot;
        this.size = size;
        this.tables = snapshot.tables().iterator();
        this.documents = Collections.emptyIterator();
    }

    /** The next entry; empty at the end. The first is there without a document too: it holds the timestamp. */
    Optional<byte[]> next() {
        var entry = new JournalEntry(snapshot.ts());
        boolean isEmpty = true;
        while (entry.size() < size && hasNext()) {
            entry.put(documents.next());
            isEmpty = false;
        }
        boolean isEnd = isEmpty && !isFirst;
        isFirst = false;
        return isEnd ? Optional.empty() : Optional.of(entry.toBytes());
    }

    private boolean hasNext() {
        while (!documents.hasNext() && tables.hasNext()) {
            documents = snapshot.documents(tables.next()).iterator();
        }
        return documents.hasNext();
    }
}
