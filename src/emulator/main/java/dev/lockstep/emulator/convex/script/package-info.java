/**
 * Runs pushed modules in processes of Node, cut off from the machine, bounded in time and memory. Knows modules
 * and an interface to ask; must not know documents, functions' meaning or HTTP. Start reading at Script.
 */
@NullMarked
package dev.lockstep.emulator.convex.script;

import org.jspecify.annotations.NullMarked;
