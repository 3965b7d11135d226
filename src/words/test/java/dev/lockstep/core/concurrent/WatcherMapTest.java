package dev.lockstep.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatcherMapTest {

    private static final int OFTEN = 20_000;

    private final WatcherMap<String> watchers = new WatcherMap<>("a test");
    private final List<String> told = new ArrayList<>();

    @Test
    void tellsWhoWatchesTheOneAndWhoWatchesAll() {
        watchers.watch("mary", () -> told.add("of mary"));
        watchers.watch("ada", () -> told.add("of ada"));
        watchers.watchAll(() -> told.add("of all"));

        watchers.tell("mary");

        assertThat(told).containsExactly("of mary", "of all");
    }

    @Test
    void tellsTheOthersWhenOneFails() {
        watchers.watch("mary", () -> {
            throw new IllegalStateException("the page has gone");
        });
        watchers.watch("mary", () -> told.add("of mary"));
        watchers.watchAll(() -> told.add("of all"));

        watchers.tell("mary");

        assertThat(told).containsExactly("of mary", "of all");
    }

    @Test
    void keepsNothingOfWhatNobodyWatches() {
        Watch one = watchers.watch("mary", () -> told.add("one"));
        Watch other = watchers.watch("mary", () -> told.add("other"));
        Watch all = watchers.watchAll(() -> told.add("all"));

        one.close();
        one.close();
        watchers.tell("mary");
        other.close();
        all.close();
        watchers.tell("mary");

        assertThat(told).containsExactly("other", "all");
        assertThat(watchers.isEmpty()).isTrue();
    }

    /**
     * The last watcher of a project left at the moment at which another page began to watch it: the page was added to a
     * set that nobody asked any more, and was told of nothing for as long as it was open.
     */
    @Test
    void losesNobodyWhoComesWhileTheLastOneLeaves() {
        var over = new AtomicBoolean();
        var others = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                watchers.watch("mary", () -> {}).close();
            }
        });

        for (int i = 0; i < OFTEN; i++) {
            Watch watch = watchers.watch("mary", () -> told.add("of mary"));
            watchers.tell("mary");
            watch.close();
        }
        over.set(true);
        others.join();

        assertThat(told).hasSize(OFTEN);
    }
}
