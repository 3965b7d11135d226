package dev.lockstep.sandbox.process;

import java.util.OptionalInt;

/**
 * How far an installation is.
 *
 * @param done how many packages have been fetched or found
 * @param known how many there are, where a lockfile tells
 * @param line what npm said last
 */
public record InstallProgress(int done, OptionalInt known, String line) {}
