/**
 * What was pushed: modules, the functions found in them, and how functions are named. Knows no script engine. Start
 * reading at CodeVersion.
 */
@NullMarked
package dev.lockstep.emulator.convex.code;

import org.jspecify.annotations.NullMarked;
