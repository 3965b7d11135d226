package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.ReconciliationRun.Calls;

/** The two services, as one step asks them. */
record Sides(ClerkSide clerk, ConvexSide convex) {

    Calls calls() {
        return new Calls(clerk.calling().made(), convex.calling().made());
    }
}
