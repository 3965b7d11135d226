/**
 * How a person lets an application into a team or a project: the pages that ask, the code that the application gets,
 * the token it trades it for, and the page where all of it is taken back. Start reading at AuthorizePages.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform.oauth;

import org.jspecify.annotations.NullMarked;
