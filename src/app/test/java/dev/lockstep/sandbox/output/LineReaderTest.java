package dev.lockstep.sandbox.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Secret KEY = Secret.of("prod:animal|eyJ2=ab\"c/aaaa aaab");
    private static final Secret PEM = Secret.of("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END KEY-----\n");
    private static final String TEXT = "start äöü € 😀\n"
            + "key=" + KEY.reveal() + " again " + KEY.reveal() + KEY.reveal() + "\r\n"
            + "\u001b[1;32mgreen\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u001b\\ pro prod:animal\n"
            + PEM.reveal()
            + "MIIEvQIBADANBgkqhkiG alone\n"
            + "json {\"k\":\"prod:animal|eyJ2=ab\\\"c/aaaa aaab\"} url eyJ2%3Dab%22c%2Faaaa+aaab\n"
            + "10%\r20%\rdone\n"
            + "the end eyJ2=ab";
    private static final List<String> LINES = List.of(
            "start äöü € 😀",
            "key=••• again ••••••",
            "green link pro prod:animal",
            "•••",
            "••• alone",
            "json {\"k\":\"•••\"} url •••",
            "10%",
            "20%",
            "done",
            "the end eyJ2=ab");

    private static List<String> read(byte[] bytes, List<Integer> cuts) {
        var feed = new LineFeed(Runnable::run);
        var reader = new LineReader(feed, LogLine.Stream.OUT, List.of(KEY, PEM));
        int from = 0;
        for (int cut : cuts.stream().map(at -> at % bytes.length).sorted().toList()) {
            reader.read(Arrays.copyOfRange(bytes, from, cut), NOW);
            from = cut;
        }
        reader.read(Arrays.copyOfRange(bytes, from, bytes.length), NOW);
        reader.end(NOW);
        return feed.lines().stream().map(LogLine::text).toList();
    }

    @Property(tries = 300)
    void readsTheSameHoweverItIsCut(@ForAll @Size(max = 40) List<@IntRange(max = 100_000) Integer> cuts) {
        assertThat(read(TEXT.getBytes(StandardCharsets.UTF_8), cuts)).isEqualTo(LINES);
    }

    @Test
    void readsTheSameByteByByte() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);

        assertThat(read(bytes, IntStream.range(0, bytes.length).boxed().toList()))
                .isEqualTo(LINES);
    }

    @Test
    void goesOnAfterWhatIsNoText() {
        assertThat(read(new byte[] {'a', (byte) 0xff, 'b', '\n', 0x1b, '[', '1', '\n', 'c', (byte) 0xe2}, List.of()))
                .containsExactly("a\ufffdb", "", "c\ufffd");
    }

    /** A listener that is slower than the process loses the oldest lines, and can tell. */
    @Test
    void keepsTheNewestForWhoIsSlow() {
        var waiting = new CopyOnWriteArrayList<Runnable>();
        var feed = new LineFeed(waiting::add);
        var heard = new CopyOnWriteArrayList<Long>();
        Runnable stop = feed.follow(line -> heard.add(line.seq()));
        IntStream.rangeClosed(1, LineFeed.KEPT + 10).forEach(i -> feed.add(NOW, LogLine.Stream.OUT, "line " + i));

        assertThat(waiting).hasSize(1);
        waiting.getFirst().run();

        assertThat(heard).hasSize(LineFeed.KEPT).first().isEqualTo(11L);
        feed.follow(line -> {
            throw new IllegalStateException("for the test");
        });
        waiting.getLast().run();
        stop.run();
        feed.add(NOW, LogLine.Stream.OUT, "nobody hears this");
        assertThat(waiting).hasSize(2);
    }
}
