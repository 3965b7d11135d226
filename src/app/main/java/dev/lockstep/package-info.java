/**
 * Lockstep: the people in Clerk, the data in Convex and the devices in the field, kept in step. The root holds
 * the main class alone; every other package is a module with a door, and the arrows between them are drawn in
 * docs/house.md.
 */
@NullMarked
package dev.lockstep;

import org.jspecify.annotations.NullMarked;
