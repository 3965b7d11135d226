package dev.lockstep.outbox.store;

import dev.lockstep.outbox.engine.Engine;
import java.time.Clock;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An outbox in memory: its real parts but the store.
 *
 * @param transactions in which changes are recorded
 */
public record SimulatedOutbox(
        Claims claims, Outbox outbox, Interventions interventions, PlatformTransactionManager transactions) {

    public static SimulatedOutbox over(MemoryOutboxStore store, Engine engine, Clock clock) {
        var transactions = new BareTransactions();
        var moves = new Moves(store, engine, clock);
        return new SimulatedOutbox(
                new Claims(store, moves, (sending, effect) -> {}, transactions),
                new Outbox(store, moves, clock),
                new Interventions(store, moves),
                transactions);
    }
}
