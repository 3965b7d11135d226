/** What Clerk has sent, and whether anything comes at all. Start reading at WebhooksView. */
@NullMarked
package dev.lockstep.admin.ui.webhook;

import org.jspecify.annotations.NullMarked;
