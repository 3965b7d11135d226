/**
 * The people: who they are, how they sign in, what they say about themselves. Accounts is the door. A save goes
 * to Clerk and to Convex at once, by way of the outbox. Must not know the frame around its pages. Start reading
 * at Accounts.
 */
@ApplicationModule(
        allowedDependencies = {
            "core",
            "kit",
            "clerk",
            "clerk :: webhook",
            "convex :: value",
            "outbox",
            "platform",
            "audit",
            "outbox :: change",
            "work"
        })
@NullMarked
package dev.lockstep.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
