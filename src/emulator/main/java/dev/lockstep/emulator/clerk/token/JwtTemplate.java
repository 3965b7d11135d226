package dev.lockstep.emulator.clerk.token;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recipe for tokens.
 *
 * @param id {@code jtmp_…}
 * @param claims with shortcodes such as <code>{{user.full_name}}</code> in their texts
 * @param lifetime how long a token is good for, 30 s to ten years
 * @param clockSkew how far before its making a token is already good
 */
public record JwtTemplate(
        String id,
        String name,
        ObjectNode claims,
        Duration lifetime,
        Duration clockSkew,
        Instant createdAt,
        Instant updatedAt) {}
