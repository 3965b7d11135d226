/**
 * One person at a time, for administrators: finding them among all, how they stand in Clerk, in Convex and here, and
 * banning, signing out and putting right. Clerk is told first, and what it answers goes on as its news do. Must not know
 * pages, nor who may ask. Start reading at People.
 */
@NamedInterface("people")
@NullMarked
package dev.lockstep.account.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
