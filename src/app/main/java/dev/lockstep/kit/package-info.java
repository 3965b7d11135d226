/**
 * The parts that pages are built from: chips, pills, empty states, the mark. Knows how things look and speak,
 * nothing of people, projects or changes. Start reading at SystemChip.
 */
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {"core"})
@NullMarked
package dev.lockstep.kit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
