package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.RunningProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HearingTest {

    /** Has said all and ended; tells its lines when the test wants it. */
    private static final class Ended implements RunningProcess {

        private final List<LogLine> lines;
        private final CompletableFuture<Exit> exited = new CompletableFuture<>();
        private Consumer<LogLine> listener = line -> {};

        Ended(int lines) {
            this.lines = java.util.stream.IntStream.rangeClosed(1, lines)
                    .mapToObj(seq -> new LogLine(seq, Instant.EPOCH, LogLine.Stream.OUT, "line " + seq))
                    .toList();
        }

        void tell(int from, int to) {
            lines.subList(from - 1, to).forEach(listener);
        }

        @Override
        public ProcessHandleText handle() {
            return new ProcessHandleText("ended");
        }

        @Override
        public Runnable onLine(Consumer<LogLine> who) {
            listener = who;
            return () -> {};
        }

        @Override
        public List<LogLine> lines() {
            return lines;
        }

        @Override
        public Optional<Exit> exit() {
            return Optional.ofNullable(exited.getNow(null));
        }

        @Override
        public CompletableFuture<Exit> exited() {
            return exited;
        }

        @Override
        public CompletableFuture<Exit> stop(Duration grace) {
            return exited;
        }
    }

    private final List<String> told = new ArrayList<>();

    private void hear(Ended process) {
        Hearing.of(process, line -> told.add(line.text()), exit -> told.add("end"));
    }

    @Test
    void tellsTheEndAfterTheLastLine() {
        var process = new Ended(3);
        hear(process);

        process.tell(1, 1);
        process.exited.complete(new Exit.Stopped());
        process.tell(2, 3);

        assertThat(told).containsExactly("line 1", "line 2", "line 3", "end");
    }

    @Test
    void tellsTheEndAtOnceWhenAllWasHeard() {
        var process = new Ended(2);
        hear(process);

        process.tell(1, 2);
        process.exited.complete(new Exit.Stopped());

        assertThat(told).containsExactly("line 1", "line 2", "end");
    }

    @Test
    void tellsTheEndOfOneThatSaidNothing() {
        var process = new Ended(0);
        process.exited.complete(new Exit.Stopped());

        hear(process);

        assertThat(told).containsExactly("end");
    }

    @Test
    void goesOnAfterALineThatWasNotUnderstood() {
        var process = new Ended(2);
        Hearing.of(
                process,
                line -> {
                    if (line.seq() == 1) {
                        throw new IllegalStateException("not understood");
                    }
                    told.add(line.text());
                },
                exit -> told.add("end"));
        process.exited.complete(new Exit.Stopped());

        process.tell(1, 2);

        assertThat(told).containsExactly("line 2", "end");
    }
}
