package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.snapshot.plan.ImportRequest;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Reload;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.store.Transactions;
import java.util.ArrayList;
import java.util.Set;

/** The rows that tell how far each import is: documents, so that whoever watches one hears of each step. Stateless. */
final class ImportRecords {

    private static final String STATE = "state";

    private final Transactions transactions;

    ImportRecords(Transactions transactions) {
        this.transactions = transactions;
    }

    DocumentId add(ImportRequest request) {
        return transactions.run(transaction -> {
            DocumentId id = transaction.mint(DocumentStore.IMPORTS);
            transaction.insert(DocumentStore.IMPORTS, id, with(request.value(), new ImportState.Uploaded()));
            return id;
        });
    }

    /**
     * Moves an import on.
     *
     * @param from names of states it may be in; in any other nothing happens
     */
    boolean move(DocumentId id, Set<String> from, ImportState to) {
        return transactions.run(transaction -> transaction
                .get(id)
                .filter(row -> from.contains(name(row)))
                .map(row -> transaction.replace(row, with(row.value(), to)))
                .isPresent());
    }

    /** All rows, with one of them moved on: for the commit of the import itself. */
    Reload.Content moved(DocumentId id, ImportState to, Snapshot latest) {
        var rows = new ArrayList<Document>();
        for (Document row : latest.documents(DocumentStore.IMPORTS)) {
            rows.add(row.id().equals(id) ? Document.of(id, row.creationTime(), with(row.value(), to)) : row);
        }
        return new Reload.Content(
                DocumentStore.IMPORTS, latest.tableNumber(DocumentStore.IMPORTS).orElseThrow(), rows);
    }

    /** What an earlier run of the emulator left unfinished never ends by itself. */
    void failUnfinished() {
        transactions.run(transaction -> {
            var left = transaction.documents(DocumentStore.IMPORTS).stream()
                    .filter(row -> !Set.of("completed", "failed").contains(name(row)))
                    .toList();
            left.forEach(row -> fail(row, transaction));
            return left.size();
        });
    }

    private static void fail(Document row, Transaction transaction) {
        transaction.replace(
                row,
                with(row.value(), new ImportState.Failed("The emulator was stopped before this import was finished")));
    }

    private static String name(Document row) {
        return row.value()
                .field(STATE)
                .filter(Obj.class::isInstance)
                .map(Obj.class::cast)
                .flatMap(state -> state.text(STATE))
                .orElse("");
    }

    private static Obj with(Obj row, ImportState state) {
        return row.with(STATE, state.value());
    }
}
