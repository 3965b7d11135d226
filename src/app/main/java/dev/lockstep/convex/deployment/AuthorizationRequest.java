package dev.lockstep.convex.deployment;

import java.net.URI;

/**
 * What a person is sent to Convex with.
 *
 * @param redirectUri where Convex sends them back to; exactly as registered
 * @param state comes back unchanged, and proves that we sent them
 * @param codeChallenge base64url of the SHA-256 of the verifier, 43 characters
 */
public record AuthorizationRequest(URI redirectUri, String state, String codeChallenge) {}
