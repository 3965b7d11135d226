/**
 * What the outbox looks like from outside: figures for a monitoring system, and health. Reads the queue and moves nothing.
 * How deliveries go is counted where they happen, in the push room. Start reading at OutboxHealth.
 */
@NamedInterface("meter")
@NullMarked
package dev.lockstep.outbox.meter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
