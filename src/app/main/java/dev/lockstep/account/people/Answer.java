package dev.lockstep.account.people;

import dev.lockstep.core.Problem;
import java.util.Optional;

/** What a service said when it was asked for one person. */
sealed interface Answer<T> {

    record Found<T>(T what) implements Answer<T> {}

    record Nobody<T>() implements Answer<T> {}

    record Unread<T>(Problem why) implements Answer<T> {}

    /** @throws Problem when the service did not answer */
    default Optional<T> orThrow() {
        return switch (this) {
            case Found<T>(T what) -> Optional.of(what);
            case Nobody<T>() -> Optional.empty();
            case Unread<T>(Problem why) -> throw why;
        };
    }
}
