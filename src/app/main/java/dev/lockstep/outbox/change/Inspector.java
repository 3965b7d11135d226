package dev.lockstep.outbox.change;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import java.util.function.Consumer;

/**
 * What a feature knows of its records in all systems, for people who put failures right. Features supply beans of this type
 * for the changes they record.
 */
public interface Inspector {

    /** Whether this is one of the feature's changes. */
    boolean knows(Change change);

    /** Reads the record everywhere. Called outside any transaction; a system that does not answer is named in the result. */
    Comparison compare(Change change);

    /**
     * Reads what a system says, so that it becomes what all say in place of the change. Called outside any transaction.
     *
     * @return stores it here and records the changes that tell the others, under the group it is given; called in the
     *     transaction that takes the change out of the way
     * @throws Problem when the system does not answer
     */
    Consumer<ChangeId> take(Change change, SystemId system);

    /**
     * Called in the transaction in which an edited change takes a change's place, so that the record here and in the other
     * systems says the same. What it records belongs to the group of the edited one.
     */
    void edited(Change before, Change after);

    /**
     * Called in the transaction in which a change is given up or that is taken back, so that what is derived from what waits is
     * told anew.
     */
    default void moved(Change change) {}
}
