/**
 * The words for projects, for which of their deployments is meant, and for what a person may do with one. Knows nothing of
 * Convex. Start reading at Project.
 */
@NullMarked
package dev.lockstep.project.access;

import org.jspecify.annotations.NullMarked;
