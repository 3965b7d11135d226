/**
 * Sandboxes in processes of this machine. Each process has a launcher, a script for Node that outlives this application,
 * and a folder through which the two speak; one thread looks at all of these folders. Must not know E2B. Start reading at
 * LocalSandboxes, and at launcher.mjs for the other side.
 */
@NullMarked
package dev.lockstep.sandbox.local;

import org.jspecify.annotations.NullMarked;
