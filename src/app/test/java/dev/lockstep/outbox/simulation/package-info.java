/** Random lives of an outbox in memory, whose rules can be switched off one by one. Start reading at OutboxSimulationTest. */
package dev.lockstep.outbox.simulation;
