/**
 * The tab with the people of a project and their roles. Start reading at MembersPart.
 */
@NullMarked
package dev.lockstep.project.ui.members;

import org.jspecify.annotations.NullMarked;
