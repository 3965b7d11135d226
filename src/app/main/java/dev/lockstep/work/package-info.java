/**
 * How work is run, whatever it is about: the transaction that starts again when others were quicker, the loop in the
 * background. The house's Spring side of core.concurrent; imports nothing else of ours. Start reading at
 * RetriedTransaction.
 */
@ApplicationModule(allowedDependencies = {"core"})
@NullMarked
package dev.lockstep.work;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
