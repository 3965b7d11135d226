package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What snapshots need of a deployment.
 *
 * @param folder for files of their own
 * @param transactions runs reads and writes with the retries of a function
 * @param schemas what is enforced now, in the app and in each component that is there
 * @param workers run imports and exports; unbounded
 */
public record SnapshotParts(
        Path folder,
        DocumentStore store,
        FileStorage storage,
        Transactions transactions,
        Supplier<Map<ComponentPath, AppSchema>> schemas,
        Clock clock,
        RandomGenerator random,
        Executor workers) {

    /** Reads and writes in one transaction, repeated while others are in the way. */
    @FunctionalInterface
    public interface Transactions {
        <T> T run(Function<Transaction, T> work);
    }
}
