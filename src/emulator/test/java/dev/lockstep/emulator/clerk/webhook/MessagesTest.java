package dev.lockstep.emulator.clerk.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.webhook.Message.Course;
import dev.lockstep.emulator.clerk.webhook.Message.State;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which messages are kept, which comes first, and what a replay meanwhile does to an attempt under way. */
@Tag("wire")
class MessagesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private Database database;
    private Messages messages;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        messages = new Messages(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Message added(String id, State state) {
        messages.add(id, "user.updated", "{}", state, Course.ONCE, NOW, NOW);
        return messages.all().getFirst();
    }

    @Test
    void keepsAllThatIsOpenAndTwoHundredOthers() {
        for (int i = 0; i < 3; i++) {
            added("open_" + i, State.WAITING);
        }
        added("held", State.HELD);
        for (int i = 0; i < 205; i++) {
            messages.add("sent_" + i, "user.updated", "{}", State.SENT, Course.ONCE, NOW, NOW);
        }
        Message last = added("last", State.WAITING);
        messages.record(last, new Attempt(NOW, URI.create("http://localhost/"), 204, null));

        messages.settle(last, State.SENT, null);

        assertThat(messages.all())
                .extracting(Message::id)
                .hasSize(204)
                .contains("open_0", "open_1", "open_2", "held", "sent_6", "sent_204", "last")
                .doesNotContain("sent_0", "sent_5");
        assertThat(messages.attempts(last)).hasSize(1);
    }

    @Test
    void letsAReplayWinOverAnAttemptUnderWay() {
        Message message = added("replayed", State.WAITING);

        assertThat(messages.replay("replayed", NOW.plusSeconds(1))).isTrue();
        messages.settle(message, State.FAILED, null);

        assertThat(messages.due(NOW.plusSeconds(1)))
                .hasValueSatisfying(due -> assertThat(due.state()).isEqualTo(State.WAITING));
    }

    @Test
    void takesTheEarliestFirst() {
        Message first = added("first", State.WAITING);
        added("second", State.WAITING);
        assertThat(messages.due(NOW.minusMillis(1))).isEmpty();
        assertThat(messages.due(NOW).orElseThrow().id()).isEqualTo("first");

        messages.settle(first, State.WAITING, NOW.plus(Duration.ofSeconds(5)));

        assertThat(messages.due(NOW.plus(Duration.ofDays(1))).orElseThrow().id())
                .isEqualTo("second");
        assertThat(messages.nextDue()).contains(NOW);
    }
}
