package dev.lockstep.emulator.convex.schema;

import java.util.Optional;

/** Which table an id belongs to. */
@FunctionalInterface
public interface TableNames {

    /** Empty when the text is not an id of a table that exists. */
    Optional<String> tableOf(String id);
}
