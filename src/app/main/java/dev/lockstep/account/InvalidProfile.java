package dev.lockstep.account;

import dev.lockstep.account.person.ProfileRules;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.List;

/** A change that breaks {@link ProfileRules}; nothing was saved. */
public final class InvalidProfile extends Problem {

    InvalidProfile(List<Field> fields) {
        super(
                new ProblemCode("InvalidProfile"),
                Kind.PERMANENT,
                "Some fields need another look.",
                "Correct the marked fields and save again.",
                fields,
                null,
                null);
    }
}
