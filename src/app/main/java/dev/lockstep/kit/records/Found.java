package dev.lockstep.kit.records;

import java.util.List;
import java.util.stream.Stream;

/**
 * How things stand for a filter.
 *
 * @param count how many rows fit
 * @param rows those that fit
 * @param also shows what was read beside them, on the page
 */
public record Found<R>(long count, Rows<R> rows, Runnable also) {

    /** Rows, read piece by piece, on any thread. */
    @FunctionalInterface
    public interface Rows<R> {

        /** @return fewer when there are no more */
        List<R> read(int offset, int limit);

        /** Of what is read by the number of a page and its size. */
        static <R> Rows<R> paged(Rows<R> pages) {
            return (offset, limit) -> {
                int page = offset / limit;
                int skip = offset % limit;
                List<R> first = pages.read(page, limit);
                return skip == 0
                        ? first
                        : Stream.concat(
                                        first.stream().skip(skip),
                                        pages.read(page + 1, limit).stream().limit(skip))
                                .toList();
            };
        }
    }
}
