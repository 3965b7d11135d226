package dev.lockstep.kit.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.kit.records.Found.Rows;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Which rows are read before the list asks for them. */
class AheadTest {

    private final Ahead<Integer> ahead = new Ahead<>();

    @Test
    void readsWhereTheListWasAndTheRestWhenAsked() {
        assertThat(ahead.take(100, 50, numbers(1000))).startsWith(100).hasSize(50);

        ahead.put(ahead.read(numbers(1000)));

        assertThat(ahead.take(100, 50, AheadTest::refuse)).startsWith(100).hasSize(50);
        assertThat(ahead.take(110, 20, AheadTest::refuse)).startsWith(110).hasSize(20);
        assertThat(ahead.take(150, 50, numbers(1000))).startsWith(150).hasSize(50);
    }

    @Test
    void knowsThatThereAreNoMoreRows() {
        ahead.take(0, 3, numbers(3));

        ahead.put(ahead.read(numbers(4)));

        assertThat(ahead.take(0, 4, AheadTest::refuse)).containsExactly(0, 1, 2, 3);
        assertThat(ahead.take(4, 10, AheadTest::refuse)).isEmpty();
    }

    @Test
    void readsNoMoreThanAFewScreensHoweverFarTheListWent() {
        ahead.take(0, 50, numbers(10_000));
        ahead.take(9_000, 50, numbers(10_000));

        assertThat(ahead.read(numbers(10_000)).rows()).startsWith(9_000).hasSize(50);
    }

    @Property
    boolean readsTheSameByPages(
            @ForAll @IntRange(max = 40) int size,
            @ForAll @IntRange(max = 50) int offset,
            @ForAll @IntRange(min = 1, max = 20) int limit) {
        Rows<Integer> paged = Rows.paged((page, count) -> numbers(size).read(page * count, count));

        return paged.read(offset, limit).equals(numbers(size).read(offset, limit));
    }

    private static Rows<Integer> numbers(int size) {
        return (offset, limit) -> IntStream.range(Math.min(offset, size), Math.min(offset + limit, size))
                .boxed()
                .toList();
    }

    private static List<Integer> refuse(int offset, int limit) {
        throw new AssertionError("read " + limit + " from " + offset);
    }
}
