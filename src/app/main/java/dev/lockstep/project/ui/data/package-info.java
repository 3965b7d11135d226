/**
 * The part of a project's page that shows what its deployment holds: tables with their documents, schedules, files. Shows and
 * changes nothing. Must not know the other parts of the page. Start reading at DataTab.
 */
@NullMarked
package dev.lockstep.project.ui.data;

import org.jspecify.annotations.NullMarked;
