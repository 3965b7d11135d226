/**
 * What a browser sees: the sign-in pages, the pictures, the cookie that says which browser it is. Plain HTML made on the
 * server, no script. Must not know OIDC beyond the address to return to. Start reading at SignInPages.
 */
@NullMarked
package dev.lockstep.emulator.clerk.pages;

import org.jspecify.annotations.NullMarked;
