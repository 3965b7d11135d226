/**
 * A page that lists records: the filter in the address, rows read piece by piece, one of them beside the list, and four states.
 * Knows nothing of what the records are. Start reading at RecordsPage.
 */
@NullMarked
package dev.lockstep.kit.records;

import org.jspecify.annotations.NullMarked;
