package dev.lockstep.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatcherSetTest {

    private final WatcherSet watchers = new WatcherSet("a test");
    private final List<String> told = new ArrayList<>();

    @Test
    void tellsAllInTheOrderInWhichTheyCame() {
        watchers.add(() -> told.add("first"));
        watchers.add(() -> told.add("second"));

        watchers.tell();

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void tellsTheOthersWhenOneFails() {
        watchers.add(() -> {
            throw new IllegalStateException("the page has gone");
        });
        watchers.add(() -> told.add("other"));

        watchers.tell();

        assertThat(told).containsExactly("other");
    }

    @Test
    void tellsNobodyWhoHasLeft() {
        Watch first = watchers.add(() -> told.add("first"));
        watchers.add(() -> told.add("second"));

        first.close();
        first.close();
        watchers.tell();

        assertThat(told).containsExactly("second");
    }

    @Test
    void keepsTwoWatchesOfOneCallbackApart() {
        Runnable watcher = () -> told.add("watcher");
        Watch first = watchers.add(watcher);
        watchers.add(watcher);

        first.close();
        watchers.tell();

        assertThat(told).containsExactly("watcher");
    }

    @Test
    void letsAWatcherLeaveWhileItIsTold() {
        var own = new ArrayList<Watch>();
        own.add(watchers.add(() -> {
            told.add("once");
            own.getFirst().close();
        }));

        watchers.tell();
        watchers.tell();

        assertThat(told).containsExactly("once");
        assertThat(watchers.isEmpty()).isTrue();
    }
}
