package dev.lockstep.account;

import java.util.function.Supplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that write a person's row while the person waits. At the same moment it may be written, or made, by
 * Clerk's news of the same person, by a picture that arrives or by another tab: then the work runs once more on what
 * they stored.
 */
@Component
public class RowWrites {

    private static final int ATTEMPTS = 3;

    private final TransactionTemplate transaction;

    RowWrites(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * @param work may run up to three times, each time from the start; has no effects but in the database
     * @throws OptimisticLockingFailureException when the row was written by others each time
     * @throws DataIntegrityViolationException when the work breaks a rule of the database, whoever else writes
     */
    public <T> T run(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> work.get());
            } catch (OptimisticLockingFailureException | DataIntegrityViolationException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
