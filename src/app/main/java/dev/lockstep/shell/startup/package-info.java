/**
 * What is looked at before anything starts: where the data lie, and whether the settings will do. Start reading at
 * StartupCheck.
 */
@NullMarked
package dev.lockstep.shell.startup;

import org.jspecify.annotations.NullMarked;
