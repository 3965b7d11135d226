package dev.lockstep.shell;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which installation this is, for the badge in the header.
 *
 * @param name short: Local, Staging; empty shows no badge
 * @param detail what the people who use it should know: "emulated Clerk and Convex"
 * @param notice a sentence for the welcome page
 */
@ConfigurationProperties("lockstep.environment")
record Environment(
        @DefaultValue("") String name,
        @DefaultValue("") String detail,
        @DefaultValue("") String notice) {}
