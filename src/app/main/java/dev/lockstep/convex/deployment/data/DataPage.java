package dev.lockstep.convex.deployment.data;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Part of a list, the newest first.
 *
 * @param next the cursor of what comes after it; empty on the last page
 */
public record DataPage<T>(List<T> items, Optional<String> next) {

    public DataPage {
        items = List.copyOf(items);
    }

    /** The same page of other things. */
    public <R> DataPage<R> map(Function<T, R> change) {
        return new DataPage<>(items.stream().map(change).toList(), next);
    }
}
