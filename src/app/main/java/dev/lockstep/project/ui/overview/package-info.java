/**
 * The tab that says what the project is connected to, and from which it is disconnected. Start reading at OverviewTab.
 */
@NullMarked
package dev.lockstep.project.ui.overview;

import org.jspecify.annotations.NullMarked;
