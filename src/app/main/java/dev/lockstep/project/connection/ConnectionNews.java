package dev.lockstep.project.connection;

import dev.lockstep.project.access.ProjectNews;
import org.springframework.stereotype.Component;

/** Tells pages that something about a project's connection changed. */
@Component
public final class ConnectionNews extends ProjectNews {}
