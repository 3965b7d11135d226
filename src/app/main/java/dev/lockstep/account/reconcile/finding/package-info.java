/**
 * What runs have found: where the systems disagree about whom, and what became of it. Start reading at Finding.
 */
@NamedInterface("finding")
@NullMarked
package dev.lockstep.account.reconcile.finding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
