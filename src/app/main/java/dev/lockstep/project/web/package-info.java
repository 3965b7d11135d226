/**
 * What browsers and programs ask of projects over plain HTTP: the way to Convex's page and back, and the JSON API. Decides
 * nothing. Start reading at ConvexWays.
 */
@NullMarked
package dev.lockstep.project.web;

import org.jspecify.annotations.NullMarked;
