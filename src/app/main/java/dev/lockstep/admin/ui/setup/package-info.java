/** The doctor: which variable has which value from where, and what to register in which dashboard. Start reading at SetupView. */
@NullMarked
package dev.lockstep.admin.ui.setup;

import org.jspecify.annotations.NullMarked;
