/**
 * Remembers who did what and what the system decided, for thirty days; rows are added in the transaction they tell of
 * and never changed. Knows no other room but the vocabulary. Start reading at AuditTrail.
 */
@NamedInterface("audit")
@NullMarked
package dev.lockstep.sync.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
