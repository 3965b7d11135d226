/**
 * A profile under way: to Clerk and Convex by way of the outbox, and back from them. What is on its way wins over what
 * arrives. Must not know who saved it. Start reading at ProfileChanges and ClerkNews.
 */
@NullMarked
package dev.lockstep.account.profile;

import org.jspecify.annotations.NullMarked;
