package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.store.FailingWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Writes that fail by the emulator's own fault. They used to fail whoever committed at the same moment, to cut sockets off
 * for ever, and to run scheduled functions again without a pause, with half a megabyte of log in five seconds.
 */
@Tag("wire")
@Isolated("It hears what all of the process logs.")
class FailingDiskTest {

    private static final PushedApp NOTES = PushedApp.EMPTY.with("notes.js", """
            export const add = mutation(async ({ text }, db) => (await db('insert', { table: 'notes', value: { text } }))._id);
            export const list = query(async (_, db) => (await rows(db, all('notes'))).map((note) => note.text));
            export const flash = mutation(async (_, db) => {
              const { _id } = await db('insert', { table: 'notes', value: { text: 'flash' } });
              await db('remove', { id: _id });
              return (await rows(db, all('notes'))).length;
            });
            export const good = mutation(async (_, db) => db('insert', { table: 'notes', value: { text: 'good' } }));
            export const bad = mutation(async (_, db) => db('insert', { table: 'notes', value: { text: 'poi' + 'son' } }));
            export const later = mutation(async ({ name }, db) => db('schedule', { name, args: {}, ts: Date.now() / 1000 }));
            export const job = query(async ({ id }, db) => db('get', { id, isSystem: true }));
            """);

    @TempDir
    Path home;

    private final ManualClock clock = ManualClock.standing();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private @Nullable Level levelBefore;
    private ConvexEmulator emulator;
    private EmulatorClient http;

    @BeforeEach
    void start() throws Exception {
        logged.start();
        logger().addAppender(logged);
        // Other tests of the same run may have switched logging off.
        levelBefore = logger().getLevel();
        logger().setLevel(Level.ERROR);
        open();
        http.push(NOTES);
        http.mutation("notes:add", "{\"text\":\"first\"}");
        FailingWrites.watch(home.resolve("convex"));
    }

    @AfterEach
    void stop() {
        emulator.close();
        logger().detachAppender(logged);
        logger().setLevel(levelBefore);
        FailingWrites.allow();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.lockstep.emulator");
    }

    private void open() {
        emulator = ConvexEmulator.start(
                new ConvexEmulator.Settings(0, 0, home, "disk", EmulatorClient.KEY), CallLimits.DEFAULT, clock);
        http = new EmulatorClient(emulator.url());
    }

    @Test
    void failsOneMutationAndNoneOfItsNeighbours() {
        var good = new ArrayList<CompletableFuture<EmulatorClient.Answer>>();
        var bad = new ArrayList<CompletableFuture<EmulatorClient.Answer>>();
        for (int i = 0; i < 8; i++) {
            String text = "{\"text\":\"good " + i + "\"}";
            good.add(CompletableFuture.supplyAsync(() -> http.mutation("notes:add", text)));
            bad.add(CompletableFuture.supplyAsync(
                    () -> http.mutation("notes:add", "{\"text\":\"" + FailingWrites.POISON + "\"}")));
        }

        assertThat(bad).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(500));
        assertThat(good).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
        assertThat(http.mutation("notes:flash", "{}").value().asInt())
                .as("sees its neighbours, and not what came and went")
                .isEqualTo(9);
    }

    @Test
    void answersTheClientOnASocketAndGoesOn() {
        try (var socket = RawSocket.connect(emulator.url())) {
            socket.mutate(0, "notes:add", "{'text':'" + FailingWrites.POISON + "'}");
            socket.mutate(1, "notes:add", "{'text':'good'}");
            JsonNode failed = socket.next("MutationResponse");
            JsonNode done = socket.next("MutationResponse");

            assertThat(failed.path("success").asBoolean()).isFalse();
            assertThat(failed.path("result").asString())
                    .endsWith("Your request couldn't be completed. Try again later.");
            assertThat(failed.toString()).doesNotContain("space", "H2", "Exception");
            assertThat(done.path("requestId").asInt()).isEqualTo(1);
            assertThat(done.path("success").asBoolean()).isTrue();
        }
    }

    @Test
    void givesUpAScheduledFunctionAndLogsItOnce() {
        String bad = schedule("notes:bad");
        String good = schedule("notes:good");

        await().until(() -> state(good).path("kind").asString().equals("success"));
        await().until(() -> !linesOf("is tried again").isEmpty());
        assertThat(state(bad).path("kind").asString()).isEqualTo("pending");
        awaitFailed(bad);

        assertThat(state(bad).path("error").asString()).contains("could not run");
        assertThat(linesOf("notes:bad")).hasSize(2);
        assertThat(logged.list)
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
    }

    @Test
    void doesNotFloodTheLogAfterARestartEither() {
        String bad = schedule("notes:bad");
        await().until(() -> !linesOf("is tried again").isEmpty());
        emulator.close();
        logged.list.clear();

        open();
        await().until(() -> !linesOf("is tried again").isEmpty());
        awaitFailed(bad);

        assertThat(linesOf("notes:bad")).hasSize(2);
        assertThat(http.mutation("notes:add", "{\"text\":\"after\"}").status()).isEqualTo(200);
    }

    private String schedule(String name) {
        return http.mutation("notes:later", "{\"name\":\"" + name + "\"}")
                .value()
                .asString();
    }

    private JsonNode state(String job) {
        return http.query("notes:job", "{\"id\":\"" + job + "\"}").value().path("state");
    }

    /** Lets time pass, and something happen, so that the scheduler looks at the clock. */
    private void awaitFailed(String job) {
        await().until(() -> {
            clock.advance(Duration.ofSeconds(31));
            schedule("notes:good");
            return state(job).path("kind").asString().equals("failed");
        });
    }

    private List<String> linesOf(String text) {
        return List.copyOf(logged.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(text))
                .toList();
    }
}
