/**
 * Requests over HTTP and what answers them: routes, parameters, bodies, replies whole, streamed or later, without
 * knowing what they are about. Start reading at HttpFrame.
 */
@NullMarked
package dev.lockstep.emulator.http;

import org.jspecify.annotations.NullMarked;
