/**
 * How the Backend API is read and written on HTTP: bodies field by field, pages of lists, uploads, answers and refusals
 * in Clerk's shape, limits of rates. Knows no resource. Start reading at Form and Answers.
 */
@NullMarked
package dev.lockstep.emulator.clerk.wire;

import org.jspecify.annotations.NullMarked;
