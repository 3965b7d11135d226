package dev.lockstep.shell;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which installation this is, for the badge in the header.
 *
 * @param name short: Local, Staging; empty shows no badge
 * @param emulated what stands in for services here: {@code clerk}, {@code convex}, {@code both}, or nothing does
 */
@ConfigurationProperties("lockstep.environment")
record Environment(
        @DefaultValue("") String name, @DefaultValue("") String emulated) {}
