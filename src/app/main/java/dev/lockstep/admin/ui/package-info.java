/**
 * What several pages of administrators show; the pages themselves are in the rooms below, and to everybody else they do not
 * exist.
 */
@NullMarked
package dev.lockstep.admin.ui;

import org.jspecify.annotations.NullMarked;
