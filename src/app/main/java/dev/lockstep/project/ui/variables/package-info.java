/**
 * The tab with the environment variables: one by one, pasted, and carried from one deployment to another. Start reading at
 * VariablesPart.
 */
@NullMarked
package dev.lockstep.project.ui.variables;

import org.jspecify.annotations.NullMarked;
