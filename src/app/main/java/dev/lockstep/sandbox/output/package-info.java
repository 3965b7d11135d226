/**
 * From the bytes of a process to lines that may be shown: characters that arrive in halves, colours, secrets, lines
 * without an end. Knows neither processes nor networks. Start reading at LineReader.
 */
@NullMarked
package dev.lockstep.sandbox.output;

import org.jspecify.annotations.NullMarked;
