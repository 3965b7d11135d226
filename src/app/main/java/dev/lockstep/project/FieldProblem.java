package dev.lockstep.project;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.List;

/** Something typed that will not do, shown at its field. */
final class FieldProblem extends Problem {

    private FieldProblem(ProblemCode code, String field, String sentence, String next) {
        super(code, Kind.PERMANENT, sentence, next, List.of(new Field(field, code.text(), sentence)), null, null);
    }

    static FieldProblem at(String field, ProblemCode code, String sentence, String next) {
        return new FieldProblem(code, field, sentence, next);
    }
}
