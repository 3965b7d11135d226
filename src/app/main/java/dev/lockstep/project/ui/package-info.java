/**
 * The pages of projects: the list, and one project with its tabs; each tab is a room below. Decides nothing about who may
 * what. Start reading at ProjectsView and ProjectView.
 */
@NullMarked
package dev.lockstep.project.ui;

import org.jspecify.annotations.NullMarked;
