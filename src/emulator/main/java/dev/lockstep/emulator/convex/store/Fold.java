package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.key.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The documents that entries of the journal come to, one after the other. Used by one thread. */
final class Fold {

    private final Map<DocumentId, Document> documents = new HashMap<>();
    private long ts;

    void add(byte[] entry) {
        ts = Math.max(ts, JournalEntry.ts(entry));
        JournalEntry.read(entry, document -> documents.put(document.id(), document), documents::remove);
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
