package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transactions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What snapshots need of a deployment.
 *
 * @param folder for files of their own
 * @param schemas what is enforced now, in the app and in each component that is there
 * @param workers run imports and exports; unbounded
 */
public record SnapshotParts(
        Path folder,
        FileStorage storage,
        Transactions transactions,
        Supplier<Map<ComponentPath, AppSchema>> schemas,
        Clock clock,
        RandomGenerator random,
        Executor workers) {

    DocumentStore store() {
        return transactions.store();
    }
}
