package dev.lockstep.emulator.convex.system;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;

/** How far imports and exports of snapshots are. Stateless. */
final class SnapshotFunctions {

    private SnapshotFunctions() {}

    /** One import with its state; null when there is none of this id. */
    static ConvexValue importOf(ComponentPath component, Transaction transaction, Obj args) {
        return DocumentId.parse(Args.text(args, "importId"))
                .filter(id -> transaction
                        .view()
                        .tableName(id.table())
                        .filter(DocumentStore.IMPORTS::equals)
                        .isPresent())
                .flatMap(transaction::get)
                .<ConvexValue>map(Document::value)
                .orElse(ConvexValue.NULL);
    }

    static ConvexValue imports(ComponentPath component, Transaction transaction, Obj args) {
        var all = new ArrayList<ConvexValue>();
        transaction.documents(DocumentStore.IMPORTS).forEach(document -> all.add(document.value()));
        return new Array(all);
    }

    /** The export that was asked for last; null when none ever was. */
    static ConvexValue latestExport(ComponentPath component, Transaction transaction, Obj args) {
        return transaction.documents(DocumentStore.EXPORTS).stream()
                .max(Comparator.comparingDouble(Document::creationTime))
                .<ConvexValue>map(Document::value)
                .orElse(ConvexValue.NULL);
    }
}
