/**
 * JWTs that a deployment signs itself, and the key that it keeps for that. Start reading at SignedTokens.
 */
@NullMarked
package dev.lockstep.emulator.convex.token;

import org.jspecify.annotations.NullMarked;
