/**
 * The tokens of sessions: the plain one and those from templates. Knows the signing key; must not know HTTP. Start
 * reading at SessionTokens.
 */
@NullMarked
package dev.lockstep.emulator.clerk.token;

import org.jspecify.annotations.NullMarked;
