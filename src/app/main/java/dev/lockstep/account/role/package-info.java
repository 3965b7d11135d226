/**
 * Who is an administrator, and what this installation says about sign-in. Start reading at Roles.
 */
@NullMarked
package dev.lockstep.account.role;

import org.jspecify.annotations.NullMarked;
