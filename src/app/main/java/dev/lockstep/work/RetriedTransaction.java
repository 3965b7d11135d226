package dev.lockstep.work;

import dev.lockstep.core.concurrent.Retrying;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions under optimistic locks. When somebody else has written the same row meanwhile, which its version tells, or
 * has added the one that both wanted to add, the work runs again on what they stored: at most {@value #TRIES} times.
 *
 * <p>Call it outside of any transaction: one that has lost can only be rolled back. Thread-safe.
 */
@Component
public class RetriedTransaction {

    private static final int TRIES = 5;

    private static final Retrying RETRYING = new Retrying(
            TRIES, e -> e instanceof OptimisticLockingFailureException || e instanceof DataIntegrityViolationException);

    private final TransactionTemplate transaction;

    RetriedTransaction(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * @param work starts from what is stored, each time; has no effects but in the database
     * @throws OptimisticLockingFailureException when others were quicker each time
     * @throws DataIntegrityViolationException when the work breaks a rule of the database, whoever else writes
     */
    public <T extends @Nullable Object> T run(Supplier<T> work) {
        return RETRYING.run(() -> transaction.execute(status -> work.get()));
    }
}
