/** Who is out of step with Clerk: runs, what they found, single repairs. Start reading at ReconciliationView. */
@NullMarked
package dev.lockstep.admin.ui.reconcile;

import org.jspecify.annotations.NullMarked;
