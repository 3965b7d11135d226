/**
 * The OpenID provider on Clerk's paths, by Spring Authorization Server with what Clerk does differently. Signs with the
 * instance's key; asks the browser's cookie who is there. Start reading at OidcProvider.
 */
@NullMarked
package dev.lockstep.emulator.clerk.oidc;

import org.jspecify.annotations.NullMarked;
