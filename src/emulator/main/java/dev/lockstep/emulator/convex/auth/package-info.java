/**
 * Who calls: admin keys, users by JWT, admins acting as users. Knows keys and tokens; must not know functions. Start
 * reading at Authorizer.
 */
@NullMarked
package dev.lockstep.emulator.convex.auth;

import org.jspecify.annotations.NullMarked;
