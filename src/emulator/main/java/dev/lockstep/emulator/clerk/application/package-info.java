/**
 * The OAuth applications that servers make by the Backend API, beside the one that the emulator is started with. The
 * OpenID provider knows them from here. Start reading at OAuthApplications.
 */
@NullMarked
package dev.lockstep.emulator.clerk.application;

import org.jspecify.annotations.NullMarked;
