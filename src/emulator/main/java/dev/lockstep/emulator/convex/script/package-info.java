/**
 * The JavaScript engine: contexts in which pushed modules run, cut off from the machine, bounded in time. Knows modules
 * and an interface to ask; must not know documents, functions' meaning or HTTP. Start reading at Script.
 */
@NullMarked
package dev.lockstep.emulator.convex.script;

import org.jspecify.annotations.NullMarked;
