package dev.lockstep.project.access;

import dev.lockstep.account.person.UserId;
import java.time.Instant;

/** Somebody who may do something with a project. */
public record Member(UserId person, ProjectRole role, Instant since) {}
