package dev.lockstep.emulator.convex.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class HeapGuardTest {

    private final Memory memory = new Memory();
    private final AtomicInteger ended = new AtomicInteger();
    private long now = 5;

    private final HeapGuard guard = new HeapGuard(memory, () -> now);

    @Test
    void endsTheCallThatFillsTheMemoryRightAfterACollectionThatHelped() {
        guard.watch(ended::incrementAndGet);
        memory.allocated += 300;

        memory.isUsed(0.71).andAfterACollection(0.55);
        guard.look();
        assertThat(ended).hasValue(0);

        now += 50_000_000;
        memory.isUsed(0.81).andAfterACollection(0.79);
        guard.look();
        assertThat(ended).hasValue(1);
    }

    @Test
    void doesNotCollectAgainAtOnceForGarbage() {
        guard.watch(ended::incrementAndGet);
        memory.allocated += 300;
        memory.isUsed(0.71).andAfterACollection(0.10);
        guard.look();

        memory.isUsed(0.75).andAfterACollection(0.10);
        guard.look();
        assertThat(memory.collections).isEqualTo(1);

        now += 1_000_000_000;
        guard.look();
        assertThat(memory.collections).isEqualTo(2);
        assertThat(ended).hasValue(0);
    }

    @Test
    void leavesTheMemoryAloneWhileNoCallIsSuspected() {
        guard.watch(ended::incrementAndGet);
        memory.allocated += 200;

        memory.isUsed(0.95).andAfterACollection(0.95);
        guard.look();

        assertThat(memory.collections).isZero();
    }

    /** Of 1,000 bytes. */
    private static final class Memory implements HeapGuard.Heap {

        private double used;
        private double kept;
        private long allocated;
        private int collections;

        Memory isUsed(double share) {
            used = share;
            return this;
        }

        void andAfterACollection(double share) {
            kept = share;
        }

        @Override
        public long size() {
            return 1000;
        }

        @Override
        public double used() {
            return used;
        }

        @Override
        public void collect() {
            collections++;
            used = kept;
        }

        @Override
        public long allocated(long thread) {
            return allocated;
        }
    }
}
