/**
 * Validators of arguments, results and documents, and the schema of an app. Pure: knows values, and of tables only
 * which name an id belongs to. Start reading at Validator.
 */
@NullMarked
package dev.lockstep.emulator.convex.schema;

import org.jspecify.annotations.NullMarked;
