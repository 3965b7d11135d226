/** The changes that are held up: finding them, looking at one, putting it right. Start reading at FailuresView. */
@NullMarked
package dev.lockstep.admin.ui.failure;

import org.jspecify.annotations.NullMarked;
