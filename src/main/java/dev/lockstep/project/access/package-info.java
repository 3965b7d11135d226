/**
 * The words for projects and for what a person may do with one. Knows nothing of Convex. Start reading at Project.
 */
@NullMarked
package dev.lockstep.project.access;

import org.jspecify.annotations.NullMarked;
