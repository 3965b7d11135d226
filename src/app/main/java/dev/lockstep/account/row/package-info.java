/**
 * The rows of people. Each moves its state itself; none tells anybody. Start reading at AccountEntity.
 */
@NullMarked
package dev.lockstep.account.row;

import org.jspecify.annotations.NullMarked;
