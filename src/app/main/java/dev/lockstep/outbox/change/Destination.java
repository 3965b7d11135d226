package dev.lockstep.outbox.change;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A system that changes are delivered to. Those who know a system supply a bean of this type.
 *
 * <p>Delivery is at least once and in order per owner, record and destination: a repeat of a change that was already
 * taken must have no second effect and give the first result. {@code deliver} is called on a virtual thread, outside
 * any transaction, and must end within ten seconds.
 */
public interface Destination {

    /** Of an answer: the owner has to sign in first, which sends the change on, and nobody else can. */
    ProblemCode NOT_SIGNED_IN = new ProblemCode("NotSignedIn");

    /** The name that changes carry, in capitals: {@code CLERK_USER}. At most 32 characters. */
    String name();

    /** What people call it: {@code Clerk}. */
    String title();

    /** How much the system behind it takes; empty when it has no such limit. */
    default Optional<Pace> pace() {
        return Optional.empty();
    }

    /**
     * What is wrong with this as the new content of a change, in a sentence; empty when it can be sent. Asked when somebody
     * edits a change.
     */
    default Optional<String> problemWith(Change change, String payload) {
        return Optional.empty();
    }

    /**
     * Hands the change over.
     *
     * @return what the system answered, as JSON; kept with the change and passed to {@link #delivered}
     * @throws Problem when it was not taken; its kind decides what happens next
     */
    String deliver(Change change);

    /** How many changes of one owner it takes in one call, at least 1; more than 1 only with {@link #deliverTogether}. */
    default int atOnce() {
        return 1;
    }

    /**
     * Hands over several changes of one owner, each of another record, oldest first.
     *
     * @param changes at most {@link #atOnce}
     * @return what the system says to each, in their order
     * @throws Problem when none was taken, for example because nobody answered
     */
    default List<Response> deliverTogether(List<Change> changes) {
        return changes.stream()
                .<Response>map(change -> new Response.Taken(deliver(change)))
                .toList();
    }

    /**
     * Called inside the transaction that marks the change as delivered, so that what follows from the answer is stored
     * with it or not at all. May record further changes, of the same group if they belong to it.
     */
    default void delivered(Change change, String result) {}

    /**
     * The same for several changes that are marked in one transaction.
     *
     * @param results what was answered to each, in the order of the answers
     */
    default void deliveredTogether(Map<Change, String> results) {
        results.forEach(this::delivered);
    }
}
