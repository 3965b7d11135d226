/**
 * The words that every room shares: problems, secrets, waiting times. Knows neither Spring nor Vaadin and
 * imports nothing of ours; start reading at Problem.
 */
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
@NullMarked
package dev.lockstep.core;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
