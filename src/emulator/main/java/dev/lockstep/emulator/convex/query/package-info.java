/**
 * Queries as functions write them: source, range, filters, limits and pages, run over a transaction. Knows documents
 * and indexes; must not know functions or HTTP. Start reading at QueryPlan.
 */
@NullMarked
package dev.lockstep.emulator.convex.query;

import org.jspecify.annotations.NullMarked;
