/**
 * The emulator of Clerk: OIDC provider, Backend API, sign-in pages, in a Spring context of its own. Must not
 * know the application. Start reading at ClerkEmulator.
 */
@NullMarked
package dev.lockstep.emulator.clerk;

import org.jspecify.annotations.NullMarked;
