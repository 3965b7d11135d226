/**
 * What several threads do to one thing: try again after a lost race, tell who watches, go round in the background. Knows
 * neither Spring nor what the work is about; start reading at Retrying.
 */
@NullMarked
package dev.lockstep.core.concurrent;

import org.jspecify.annotations.NullMarked;
