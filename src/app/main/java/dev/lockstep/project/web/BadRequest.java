package dev.lockstep.project.web;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.List;

/** A request that cannot be meant as it is; names the field at fault. */
final class BadRequest extends Problem {

    BadRequest(String field, String sentence, String nextStep) {
        super(
                new ProblemCode("BadRequest"),
                Kind.PERMANENT,
                sentence,
                nextStep,
                List.of(new Field(field, "BadRequest", sentence)),
                null,
                null);
    }
}
