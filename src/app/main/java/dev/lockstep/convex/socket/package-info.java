/**
 * Sockets to a deployment: opening them, when to open the next one, and the one owner that drives the machine of the
 * protocol with them. Must not know queries or who asks. Start reading at LinkWorker.
 */
@NullMarked
package dev.lockstep.convex.socket;

import org.jspecify.annotations.NullMarked;
