package dev.lockstep.admin.ui.reconcile;

import dev.lockstep.account.reconcile.ReconciliationRun;
import java.util.Optional;

/**
 * A run as the page tells of it.
 *
 * @param asker what people call whoever asked for it; empty when nobody did
 */
record AskedRun(ReconciliationRun run, Optional<String> asker) {}
