package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.side.CallPace;
import dev.lockstep.account.reconcile.side.Calling;
import dev.lockstep.account.reconcile.side.ClerkSide;
import dev.lockstep.account.reconcile.side.ConvexSide;
import dev.lockstep.account.reconcile.side.Sides;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkProperties;
import dev.lockstep.platform.OwnDeployment;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Clerk and Convex with the pace that is kept towards each, over all runs of this node. */
@Component
class Services {

    /** Convex has no such limit; this leaves it room for people. */
    private static final int CONVEX_CALLS_PER_SECOND = 50;

    private final ClerkClient clerk;
    private final OwnDeployment convex;
    private final RandomGenerator random;
    private final CallPace clerkPace;
    private final CallPace convexPace = new CallPace(CONVEX_CALLS_PER_SECOND);
    private volatile CountDownLatch closing = new CountDownLatch(1);

    Services(
            ClerkClient clerk,
            OwnDeployment convex,
            ReconciliationProperties properties,
            ClerkProperties clerkProperties,
            RandomGenerator random) {
        this.clerk = clerk;
        this.convex = convex;
        this.random = random;
        this.clerkPace = new CallPace(properties.callsPerSecond(clerkProperties));
    }

    /** For one step. */
    Sides sides() {
        return new Sides(
                new ClerkSide(clerk, new Calling(clerkPace, random, closing)),
                new ConvexSide(convex, new Calling(convexPace, random, closing)));
    }

    /** Lets calls wait again. */
    void open() {
        if (closing.getCount() == 0) {
            closing = new CountDownLatch(1);
        }
    }

    /** Ends all waits until {@link #open}. */
    void close() {
        closing.countDown();
    }
}
