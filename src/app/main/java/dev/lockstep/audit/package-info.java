/**
 * Remembers who did what and what the system decided, for thirty days; rows are added in the transaction they tell of
 * and never changed. Knows no other room but the vocabulary. Start reading at AuditTrail.
 */
@ApplicationModule(allowedDependencies = {"core"})
@NullMarked
package dev.lockstep.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
