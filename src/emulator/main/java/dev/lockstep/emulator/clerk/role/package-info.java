/**
 * The roles that people have in organizations, and what each lets them do. They are the same in every instance and
 * nobody changes them. Start reading at Role.
 */
@NullMarked
package dev.lockstep.emulator.clerk.role;

import org.jspecify.annotations.NullMarked;
