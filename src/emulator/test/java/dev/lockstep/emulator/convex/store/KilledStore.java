package dev.lockstep.emulator.convex.store;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.journal.Journal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * A process that commits for ever and prints each acknowledged id: made to be killed. Each commit also changes one document, so
 * that there is always something to compact.
 */
final class KilledStore {

    private KilledStore() {}

    public static void main(String[] args) throws WriteConflict {
        var journal = new Journal(DeploymentFile.open(Path.of(args[0])), Integer.parseInt(args[1]), 4_000);
        DocumentStore store = DocumentStore.open(journal, Clock.systemUTC(), new SecureRandom());
        var first = store.begin();
        Document counter = first.insert("counters", first.mint("counters"), count(0));
        store.commit(first);
        for (long i = 0; ; i++) {
            var transaction = store.begin();
            counter = transaction.replace(counter, count(i));
            var id = transaction.mint("notes");
            transaction.insert("notes", id, ConvexValue.object("number", ConvexValue.int64(i)));
            store.commit(transaction);
            System.out.println(id);
        }
    }

    private static Obj count(long number) {
        return ConvexValue.object("number", ConvexValue.int64(number)).with("text", ConvexValue.text("-".repeat(1000)));
    }
}
