package dev.lockstep.project.connect;

import dev.lockstep.project.attempt.Fault;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** The columns of a {@link Fault}. */
@Embeddable
record StoredFault(
        @Column(name = "error_code") String code,
        @Column(name = "error") String sentence,
        @Column(name = "error_next") @Nullable String nextStep) {

    private static final int LONGEST = 1000;

    /** Longer sentences are cut, since the columns have an end. */
    static StoredFault of(Fault fault) {
        return new StoredFault(fault.code(), cut(fault.sentence()), cut(fault.nextStep()));
    }

    Fault fault() {
        return new Fault(code, sentence, nextStep == null ? "" : nextStep);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
