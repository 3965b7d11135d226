/**
 * The tab with the dev server, where it runs, and its log. Start reading at DevServerPart.
 */
@NullMarked
package dev.lockstep.project.ui.server;

import org.jspecify.annotations.NullMarked;
