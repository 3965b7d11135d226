/**
 * Tells an application what happened, as Clerk does through Svix: signed requests that are tried again until one is
 * taken. A message is stored with the change it tells of, so neither a crash nor a restart loses it. Must not know
 * pages or OIDC, nor who listens. Start reading at Webhooks.
 */
@NullMarked
package dev.lockstep.emulator.clerk.webhook;

import org.jspecify.annotations.NullMarked;
