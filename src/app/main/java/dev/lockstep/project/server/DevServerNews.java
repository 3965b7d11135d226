package dev.lockstep.project.server;

import dev.lockstep.project.access.ProjectNews;
import org.springframework.stereotype.Component;

/** Tells pages that something about a project's dev server changed; what it says is told by its {@link DevLog}. */
@Component
final class DevServerNews extends ProjectNews {}
