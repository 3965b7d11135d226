/**
 * The pages of administrators; to everybody else they do not exist. Start reading at FailuresView.
 */
@NullMarked
package dev.lockstep.admin.ui;

import org.jspecify.annotations.NullMarked;
