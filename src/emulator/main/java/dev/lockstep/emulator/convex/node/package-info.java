/**
 * Modules that say {@code "use node"}: they run in a child process, which asks for what it needs in lines of JSON. Must
 * not know transactions or servlets. Start reading at NodeRuntime.
 */
@NullMarked
package dev.lockstep.emulator.convex.node;

import org.jspecify.annotations.NullMarked;
