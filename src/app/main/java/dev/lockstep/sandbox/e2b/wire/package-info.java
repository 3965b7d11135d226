/**
 * E2B's two HTTP interfaces as they are on the wire: the control plane, and envd with its files and its Connect calls. Knows
 * OkHttp; must not know projects, or what a process is for. Start reading at ControlPlane and Envd.
 */
@NullMarked
package dev.lockstep.sandbox.e2b.wire;

import org.jspecify.annotations.NullMarked;
