/**
 * What every page of the platform has around it. Knows no page. Start reading at Frame.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform.web;

import org.jspecify.annotations.NullMarked;
