/**
 * The words of the emulator: a person, a session, what happened to them, and Clerk's way of saying no. Pure values and
 * rules; must not know storage, HTTP or pages. Start reading at Person.
 */
@NullMarked
package dev.lockstep.emulator.clerk.people;

import org.jspecify.annotations.NullMarked;
