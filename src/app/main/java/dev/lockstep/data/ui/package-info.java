/** The pages of people's shared records. Start reading at DataView. */
@NullMarked
package dev.lockstep.data.ui;

import org.jspecify.annotations.NullMarked;
