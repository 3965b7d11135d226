package dev.lockstep.account.drift;

import java.util.List;
import java.util.Set;

/** How one person is out of step. */
public sealed interface Drift {

    String person();

    /**
     * Clerk has them and another place never heard of them.
     *
     * @param fields where the places that know them disagree besides
     */
    record Missing(String person, Set<Place> from, List<Disagreement> fields) implements Drift {}

    /** Clerk does not have them, and another place does. */
    record Extra(String person, Set<Place> in) implements Drift {}

    /** All have them, and disagree. */
    record Different(String person, List<Disagreement> fields) implements Drift {}

    /** Clerk has them, and another place remembers them as deleted: nothing revives those but a person. */
    record Buried(String person, Set<Place> in) implements Drift {}
}
