/**
 * The product's own Convex deployment: calls and live queries with a person's token or the deploy key, and the two
 * destinations by which changes reach it. Must not know what is asked. Start reading at LiveData.
 */
@ApplicationModule(allowedDependencies = {"core", "convex", "convex :: value", "outbox", "outbox :: change"})
@NullMarked
package dev.lockstep.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
