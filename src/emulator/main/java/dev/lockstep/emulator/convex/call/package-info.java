/**
 * Calls of functions: looking them up, checking arguments and results, transactions and their retries, and what
 * running code asks for. Knows scripts, documents and identities; must not know HTTP. Start reading at FunctionRunner.
 */
@NullMarked
package dev.lockstep.emulator.convex.call;

import org.jspecify.annotations.NullMarked;
