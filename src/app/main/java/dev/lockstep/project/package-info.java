/**
 * Projects that people build on Convex: whose they are, what they are connected to, and how they got there. Projects and
 * Connections are the doors; both ask for the person and check what they may. Must not know the platform's own deployment.
 * Start reading at Projects.
 */
@ApplicationModule(
        allowedDependencies = {
            "core",
            "kit",
            "account",
            "account :: language",
            "account :: limit",
            "account :: person",
            "convex :: deployment",
            "convex :: data",
            "convex :: outside",
            "sandbox",
            "sandbox :: process",
            "audit",
            "outbox :: change",
            "work"
        })
@NullMarked
package dev.lockstep.project;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
