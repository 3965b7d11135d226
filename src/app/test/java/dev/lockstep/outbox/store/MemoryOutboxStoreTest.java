package dev.lockstep.outbox.store;

import org.springframework.transaction.PlatformTransactionManager;

class MemoryOutboxStoreTest extends OutboxStoreTest {

    @Override
    OutboxStore emptyStore() {
        return new MemoryOutboxStore(engine);
    }

    @Override
    PlatformTransactionManager transactions() {
        return new BareTransactions();
    }
}
