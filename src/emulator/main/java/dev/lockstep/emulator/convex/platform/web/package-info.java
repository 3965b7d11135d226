/**
 * Requests to the platform and what answers them: routes, forms, JSON and pages, without knowing what they are about.
 * Start reading at Routes.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform.web;

import org.jspecify.annotations.NullMarked;
