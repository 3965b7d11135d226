package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.journal.JournalEntry;
import dev.lockstep.emulator.convex.key.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The documents that entries of the journal come to, one after the other. Used by one thread. */
final class Fold implements JournalEntry.Reader {

    private final Map<DocumentId, Document> documents = new HashMap<>();
    private long ts;

    void add(byte[] entry) {
        ts = Math.max(ts, JournalEntry.ts(entry));
        JournalEntry.read(entry, this);
    }

    @Override
    public void put(String id, double creationTime, String json) {
        DocumentId parsed = id(id);
        documents.put(parsed, new Document(parsed, creationTime, json));
    }

    @Override
    public void removed(String id) {
        documents.remove(id(id));
    }

    private static DocumentId id(String text) {
        return DocumentId.parse(text)
                .orElseThrow(() -> new IllegalStateException("Bug: the journal holds the id " + text));
    }

    /** @param names of all tables by number */
    Snapshot snapshot(Map<Long, String> names) {
        Snapshot snapshot = Snapshot.empty(ts);
        for (var table : names.entrySet()) {
            snapshot = snapshot.withTable(table.getValue(), table.getKey());
        }
        Map<String, List<Document>> tables = new HashMap<>();
        for (Document document : documents.values()) {
            tables.computeIfAbsent(names.get(document.id().table()), name -> new ArrayList<>())
                    .add(document);
        }
        return snapshot.filled(tables);
    }
}
