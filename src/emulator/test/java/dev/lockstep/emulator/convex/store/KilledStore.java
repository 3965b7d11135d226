package dev.lockstep.emulator.convex.store;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** A process that commits for ever and prints each acknowledged id: made to be killed. */
final class KilledStore {

    private KilledStore() {}

    public static void main(String[] args) throws WriteConflict {
        DocumentStore store =
                DocumentStore.open(DeploymentFile.open(Path.of(args[0])), Clock.systemUTC(), new SecureRandom());
        for (long i = 0; ; i++) {
            var transaction = store.begin();
            var id = transaction.mint("notes");
            transaction.insert("notes", id, ConvexValue.object("number", ConvexValue.int64(i)));
            store.commit(transaction);
            System.out.println(id);
        }
    }
}
