package dev.lockstep.convex.deployment;

import java.util.Optional;

/**
 * A change of one environment variable.
 *
 * @param value empty takes the variable away
 */
public record VariableChange(String name, Optional<VariableValue> value) {}
