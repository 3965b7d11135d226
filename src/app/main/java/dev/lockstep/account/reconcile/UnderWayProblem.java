package dev.lockstep.account.reconcile;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;

/** Another run is under way, and there is one at a time. */
public final class UnderWayProblem extends Problem {

    UnderWayProblem() {
        super(
                new ProblemCode("ReconciliationUnderWay"),
                Kind.PERMANENT,
                "A reconciliation is under way already.",
                "Wait for it to end, or cancel it.");
    }
}
