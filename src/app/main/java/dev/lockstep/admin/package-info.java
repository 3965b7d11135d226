/**
 * What administrators do across features. Must not hold rules of its own: it asks the doors below. Start
 * reading at Operations.
 */
@ApplicationModule(
        allowedDependencies = {
            "core",
            "kit",
            "account",
            "account :: drift",
            "account :: people",
            "account :: person",
            "account :: reconcile",
            "account :: finding",
            "account :: selftest",
            "account :: webhook",
            "outbox",
            "audit",
            "outbox :: meter",
            "outbox :: change",
            "outbox :: trouble"
        })
@NullMarked
package dev.lockstep.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
