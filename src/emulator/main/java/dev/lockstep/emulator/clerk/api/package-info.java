/**
 * The Backend API: what servers ask and change with the secret key. Knows HTTP and Clerk's JSON; must not know pages or
 * OIDC. Start reading at BackendApi.
 */
@NullMarked
package dev.lockstep.emulator.clerk.api;

import org.jspecify.annotations.NullMarked;
