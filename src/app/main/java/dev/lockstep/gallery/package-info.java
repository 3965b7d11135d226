/**
 * Pictures that people ask for: the wish, its way through queued and running to complete or failed, and the gallery of
 * what came of it. Gallery is the door. Must not know how changes travel or who draws. Start reading at Gallery.
 */
@ApplicationModule(
        allowedDependencies = {
            "core",
            "kit",
            "account",
            "account :: limit",
            "account :: person",
            "outbox",
            "platform",
            "outbox :: change",
            "convex :: value"
        })
@NullMarked
package dev.lockstep.gallery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
