/** Who did what, and taking that along as a file. Start reading at AuditView. */
@NullMarked
package dev.lockstep.admin.ui.audit;

import org.jspecify.annotations.NullMarked;
