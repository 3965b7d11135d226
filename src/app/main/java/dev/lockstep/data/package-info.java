/**
 * The records that people share with their devices: which tables there are, and the pages that show them. A table is one
 * registration here. Must not know how records travel. Start reading at DataTables.
 */
@ApplicationModule(
        allowedDependencies = {
            "core",
            "kit",
            "account",
            "account :: person",
            "convex :: value",
            "sync",
            "sync :: table",
            "guest :: ui"
        })
@NullMarked
package dev.lockstep.data;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
