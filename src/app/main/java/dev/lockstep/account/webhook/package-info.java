/**
 * What Clerk sends: believed only with its signature, stored before it is answered, applied after. Must not know pages.
 * Start reading at Webhooks.
 */
@NamedInterface("webhook")
@NullMarked
package dev.lockstep.account.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
