/**
 * What people let Lockstep do in teams of theirs at Convex: the teams, with the tokens, sealed. Must not know what is done with
 * them. Start reading at Grants.
 */
@NullMarked
package dev.lockstep.project.grant;

import org.jspecify.annotations.NullMarked;
