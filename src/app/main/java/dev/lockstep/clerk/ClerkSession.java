package dev.lockstep.clerk;

import java.time.Instant;

/**
 * One sign-in of a person on one browser.
 *
 * @param id {@code sess_…}
 * @param clientId {@code client_…}, the browser
 */
public record ClerkSession(
        String id, String userId, String clientId, Instant createdAt, Instant lastActiveAt, Instant expireAt) {}
