/**
 * Clerk's webhooks: whether one is Clerk's, and what it tells. Calls nobody. Start reading at WebhookSignature.
 */
@NamedInterface("webhook")
@NullMarked
package dev.lockstep.clerk.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
