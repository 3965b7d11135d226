/**
 * Environment variables of a deployment: rules for names and values, what would change. Knows no network and no
 * database. Start reading at VariableDiff.
 */
@NullMarked
package dev.lockstep.project.variables;

import org.jspecify.annotations.NullMarked;
