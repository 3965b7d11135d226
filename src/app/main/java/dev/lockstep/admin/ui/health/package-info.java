/** How this installation is: the way of a sign-in to Convex, webhooks, queues, storage. Start reading at HealthView. */
@NullMarked
package dev.lockstep.admin.ui.health;

import org.jspecify.annotations.NullMarked;
