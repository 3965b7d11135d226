/**
 * The roof: the frame around every page, the welcome, home and error pages, and what the whole application
 * needs once. Imports no page of a feature: the menu is asked for, not written down. Start reading at
 * MainLayout.
 */
@ApplicationModule(
        allowedDependencies = {"confine", "core", "kit", "account", "account :: person", "outbox", "outbox :: change"})
@NullMarked
package dev.lockstep.shell;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
