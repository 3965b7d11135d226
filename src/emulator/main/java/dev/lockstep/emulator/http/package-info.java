/**
 * Requests over HTTP and what answers them: routes, parameters, forms, JSON, without knowing what they are about. Start
 * reading at Routes.
 */
@NullMarked
package dev.lockstep.emulator.http;

import org.jspecify.annotations.NullMarked;
