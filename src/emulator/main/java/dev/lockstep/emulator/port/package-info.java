/**
 * What the ports of both emulators have in common: under which names they answer, and what is said of a request that
 * cannot be read. Knows no address behind them. Start reading at LoopbackHosts.
 */
@NullMarked
package dev.lockstep.emulator.port;

import org.jspecify.annotations.NullMarked;
