/**
 * Sandboxes in E2B's virtual machines, over its two HTTP interfaces: the control plane that makes and ends machines, and
 * envd inside each of them, which speaks the Connect protocol in JSON. Must not know local processes. Start reading at
 * E2bSandboxes.
 */
@NullMarked
package dev.lockstep.sandbox.e2b;

import org.jspecify.annotations.NullMarked;
