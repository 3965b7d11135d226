package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Runs what reads and writes, on the thread that asks. What lost a race runs again, at most {@link #RETRIES} times; the
 * last time it runs while nothing else does, so that a hot document cannot starve it. Thread-safe.
 */
public final class Transactions {

    private static final int RETRIES = 4;

    private final DocumentStore store;
    private final ReadWriteLock turns = new ReentrantReadWriteLock(true);

    public Transactions(DocumentStore store) {
        this.store = store;
    }

    /** One try, in a transaction that it begins and commits itself. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws WriteConflict;
    }

    /** The documents that the transactions are of. */
    public DocumentStore store() {
        return store;
    }

    /**
     * Reads and writes in one transaction.
     *
     * @throws Refusal 503 when others are always in the way
     */
    public <T> T run(Function<Transaction, T> work) {
        return retrying(() -> {
            var transaction = store.begin();
            T result = work.apply(transaction);
            store.commit(transaction);
            return result;
        });
    }

    /** @throws Refusal 503 when every attempt lost its race */
    public <T> T retrying(Attempt<T> attempt) {
        WriteConflict last = null;
        for (int failures = 0; failures <= RETRIES; failures++) {
            var turn = failures < RETRIES ? turns.readLock() : turns.writeLock();
            turn.lock();
            try {
                return attempt.run();
            } catch (WriteConflict e) {
                last = e;
            } finally {
                turn.unlock();
            }
        }
        throw Refusal.unavailable(
                "OptimisticConcurrencyControlFailure",
                last == null ? "Write conflict" : String.valueOf(last.getMessage()));
    }
}
