package dev.lockstep.outbox;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.function.Supplier;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One transaction of somebody who puts something right; of two at the same moment the second is told so. */
@Component
class ExclusiveTransaction {

    private final TransactionTemplate transaction;

    ExclusiveTransaction(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    <T> T run(Supplier<T> work) {
        try {
            return transaction.execute(status -> work.get());
        } catch (OptimisticLockingFailureException e) {
            throw new Problem(
                    new ProblemCode("ChangeMoved"),
                    Problem.Kind.PERMANENT,
                    "Somebody else moved this change at the same moment; nothing was done.",
                    "Look at it again.",
                    Problem.Words.of("raced"));
        }
    }
}
