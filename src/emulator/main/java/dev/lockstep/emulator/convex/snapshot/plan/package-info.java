/**
 * What a file to be imported holds, and what it would make of a deployment's tables: numbers, documents, stored files.
 * Decides, and writes nothing but files that nobody knows of yet. Start reading at ImportPlan.
 */
@NullMarked
package dev.lockstep.emulator.convex.snapshot.plan;

import org.jspecify.annotations.NullMarked;
