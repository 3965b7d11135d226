/**
 * Secrets at rest: sealed with Google Tink, bound to the row they are in. Knows no database. Start reading at Vault.
 */
@NullMarked
package dev.lockstep.project.vault;

import org.jspecify.annotations.NullMarked;
