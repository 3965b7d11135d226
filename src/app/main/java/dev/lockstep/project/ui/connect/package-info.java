/**
 * The dialog that connects a project to Convex, from the choice to what failed. Start reading at ConnectDialog.
 */
@NullMarked
package dev.lockstep.project.ui.connect;

import org.jspecify.annotations.NullMarked;
