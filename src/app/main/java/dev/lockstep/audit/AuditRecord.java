package dev.lockstep.audit;

import java.time.Instant;

/**
 * An entry as it stands in the trail.
 *
 * @param id grows with time
 */
public record AuditRecord(long id, Instant at, AuditEntry entry) {}
