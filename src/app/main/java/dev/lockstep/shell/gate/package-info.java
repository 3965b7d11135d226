/**
 * What every request passes before any page or API sees it, and what is answered when none will have it. Start reading at
 * UnreadableRequests.
 */
@NullMarked
package dev.lockstep.shell.gate;

import org.jspecify.annotations.NullMarked;
