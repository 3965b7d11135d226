package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.ReconciliationRun.Counts;

/** Keeps a wrong key, or a new instance of Clerk, from deleting everybody. */
final class DeletionGuard {

    /** So few are deleted without asking. */
    private static final int FEW = 10;

    /** Of all people, in percent: more wait for a person's word. */
    private static final int USUAL_PERCENT = 5;

    private DeletionGuard() {}

    static boolean stops(Counts counts) {
        return counts.extra() > FEW && counts.extra() * 100 > USUAL_PERCENT * (counts.inClerk() + counts.extra());
    }

    static String sentence(Counts counts) {
        return "Clerk does not have " + counts.extra() + " of " + (counts.inClerk() + counts.extra())
                + " people who are kept here or in Convex, more than are usually deleted. If the secret key belongs to the"
                + " right instance of Clerk, say that they may be deleted; nothing was changed so far.";
    }
}
