/**
 * Snapshots of a deployment: documents and files written to a ZIP archive, and read from one or from a file of a single
 * table, as the CLI's {@code export} and {@code import} ask. Knows documents, schemas and stored files; must not know
 * functions or HTTP. Start reading at Imports.
 */
@NullMarked
package dev.lockstep.emulator.convex.snapshot;

import org.jspecify.annotations.NullMarked;
