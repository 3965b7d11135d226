/**
 * The pages of projects: the list, one project, and the dialog that connects it to Convex. Decides nothing about who may
 * what. Start reading at ProjectsView and ConnectDialog.
 */
@NullMarked
package dev.lockstep.project.ui;

import org.jspecify.annotations.NullMarked;
