/**
 * Who may come in: invitations, the lists of who may and who may not, the addresses that applications may be answered
 * at, and what the instance as a whole allows. Start reading at AccessApi.
 */
@NullMarked
package dev.lockstep.emulator.clerk.access;

import org.jspecify.annotations.NullMarked;
