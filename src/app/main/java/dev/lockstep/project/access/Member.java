package dev.lockstep.project.access;

import dev.lockstep.core.PersonId;
import java.time.Instant;

/** Somebody who may do something with a project. */
public record Member(PersonId person, ProjectRole role, Instant since) {}
