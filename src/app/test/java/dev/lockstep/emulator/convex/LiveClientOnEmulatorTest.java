package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.convex.Committed;
import dev.lockstep.convex.ConvexProblem;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.LiveClient;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.Subscription;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live client on a deployment that is really there. */
@Tag("wire")
class LiveClientOnEmulatorTest {

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static LiveClients clients;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "live", EmulatorClient.KEY));
        new EmulatorClient(emulator.url())
                .push(PushedApp.EMPTY.with("notes.js", """
                const room = (room) => ({ source: { type: 'IndexRange', indexName: 'notes.by_room',
                  range: [{ type: 'Eq', fieldPath: 'room', value: room }], order: null }, operators: [] });
                export const add = mutation(async ({ room, text }, db) => {
                  await db('insert', { table: 'notes', value: { room, text } });
                  return text;
                });
                export const list = query(async (args, db) => (await rows(db, room(args.room))).map((n) => n.text));
                export const refuse = mutation(async () => { throw new Error('refused'); });
                export const fails = query(async () => { throw new Error('broken'); });
                export const twice = action(async ({ n }) => n * 2);
                """).withSchema("""
                {"tables":[{"tableName":"notes","indexes":[{"indexDescriptor":"by_room","fields":["room"]}],
                "documentType":{"type":"any"}}],"schemaValidation":false}"""));
        clients = new LiveClients(new ConvexProperties(emulator.url(), Duration.ofSeconds(2), Duration.ofSeconds(5)));
    }

    @AfterAll
    static void stop() {
        clients.close();
        emulator.close();
    }

    @Test
    void followsAQueryAndSeesItsOwnMutation() throws Exception {
        try (LiveClient reader = anybody();
                LiveClient writer = anybody()) {
            var seen = new Seen();
            Subscription mine = writer.subscribe("notes:list", inRoom("a"), new Seen());
            try (var subscription = reader.subscribe("notes:list", inRoom("a"), seen)) {
                await().untilAsserted(() -> assertThat(seen.values).containsExactly(texts()));

                Committed done = writer.mutation("notes:add", note("a", "one")).get(5, TimeUnit.SECONDS);

                assertThat(done.value()).isEqualTo(ConvexValue.text("one"));
                assertThat(done.commitTs()).isPositive();
                assertThat(mine.latest()).contains(texts("one"));
                await().untilAsserted(() -> assertThat(seen.values).containsExactly(texts(), texts("one")));
            }
            writer.mutation("notes:add", note("a", "two")).get(5, TimeUnit.SECONDS);
            assertThat(seen.values).hasSize(2);
        }
    }

    @Test
    void givesASecondSubscriberWhatTheFirstHas() {
        try (LiveClient client = anybody()) {
            var first = new Seen();
            var second = new Seen();
            client.subscribe("notes:list", inRoom("b"), first);
            await().untilAsserted(() -> assertThat(first.values).hasSize(1));

            client.subscribe("notes:list", inRoom("b"), second);

            await().untilAsserted(() -> assertThat(second.values).containsExactly(texts()));
        }
    }

    @Test
    void failsWithTheFunctionsOwnWords() {
        try (LiveClient client = anybody()) {
            assertThatThrownBy(() -> client.mutation("notes:refuse", ConvexValue.emptyObject())
                            .get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ConvexProblem.class)
                    .hasMessageContaining("refused");
            var seen = new Seen();
            client.subscribe("notes:fails", ConvexValue.emptyObject(), seen);
            await().untilAsserted(() -> assertThat(seen.problems)
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("broken"));
        }
    }

    @Test
    void runsActionsAndAdminsCalls() throws Exception {
        var admin = new ConvexToken.Admin(EmulatorClient.KEY);
        try (LiveClient client = clients.connect(TokenSource.of(admin))) {
            var args = ConvexValue.object("n", ConvexValue.number(21));
            assertThat(client.action("notes:twice", args).get(5, TimeUnit.SECONDS))
                    .isEqualTo(ConvexValue.number(42));
            var seen = new Seen();
            client.subscribe("_system/cli/convexUrl:cloudUrl", ConvexValue.emptyObject(), seen);
            await().untilAsserted(() -> assertThat(seen.values)
                    .containsExactly(ConvexValue.text(emulator.url().toString())));
        }
    }

    @Test
    void goesOnAsSoonAsATokenCanBeHad() {
        var answers = new CopyOnWriteArrayList<ConvexToken>();
        try (LiveClient client = clients.connect(() -> {
            if (answers.isEmpty()) {
                throw new IllegalStateException("not yet");
            }
            return answers.getFirst();
        })) {
            var seen = new Seen();
            client.subscribe("notes:list", inRoom("c"), seen);
            await().untilAsserted(
                            () -> assertThat(client.connection().failures()).isPositive());

            answers.add(new ConvexToken.None());

            await().untilAsserted(() -> assertThat(seen.values).containsExactly(texts()));
        }
    }

    private static LiveClient anybody() {
        return clients.connect(TokenSource.anonymous());
    }

    private static ConvexValue.Obj inRoom(String room) {
        return ConvexValue.object("room", ConvexValue.text(room));
    }

    private static ConvexValue.Obj note(String room, String text) {
        return inRoom(room).with("text", ConvexValue.text(text));
    }

    private static ConvexValue texts(String... texts) {
        return ConvexValue.of(List.of(texts));
    }

    private static final class Seen implements Subscription.Listener {

        private final List<ConvexValue> values = new CopyOnWriteArrayList<>();
        private final List<ConvexProblem> problems = new CopyOnWriteArrayList<>();

        @Override
        public void updated(ConvexValue value) {
            values.add(value);
        }

        @Override
        public void failed(ConvexProblem problem) {
            problems.add(problem);
        }
    }
}
