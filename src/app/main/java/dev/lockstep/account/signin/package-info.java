/**
 * The way in and out: security rules, the provider, what a verified sign-in turns into. Talks to the doors of
 * its module like a page does. Start reading at SecurityConfiguration.
 */
@NullMarked
package dev.lockstep.account.signin;

import org.jspecify.annotations.NullMarked;
