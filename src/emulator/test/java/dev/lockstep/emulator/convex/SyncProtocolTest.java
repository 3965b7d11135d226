package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The sync protocol's rules for deployments, each said over a real socket. */
@Tag("wire")
class SyncProtocolTest {

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient http;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "sync", EmulatorClient.KEY));
        http = new EmulatorClient(emulator.url());
        http.push(PushedApp.EMPTY.with("notes.js", """
                        const range = (room) => ({ source: { type: 'IndexRange', indexName: 'notes.by_room',
                          range: [{ type: 'Eq', fieldPath: 'room', value: room }], order: null }, operators: [] });
                        export const add = mutation(async ({ room, text }, db) => {
                          console.log('adding', text);
                          return (await db('insert', { table: 'notes', value: { room, text } }))._id;
                        });
                        export const list = query(async ({ room }, db) => (await rows(db, range(room))).map((n) => n.text));
                        export const count = query(async ({ room }, db) => (await rows(db, range(room))).length > 0);
                        export const page = query(async ({ room, numItems, cursor = null }, db) => {
                          const page = await db('queryPage', { query: range(room), cursor, endCursor: null, pageSize: numItems });
                          return { texts: page.page.map((n) => n.text), done: page.isDone, next: page.continueCursor };
                        });
                        export const edit = mutation(async ({ id, text }, db) => db('shallowMerge', { id, value: { text } }));
                        export const first = query(async ({ room }, db) => {
                          const { queryId } = JSON.parse(Convex.syscall('1.0/queryStream', JSON.stringify({ query: range(room) })));
                          const { value } = await db('queryStreamNext', { queryId });
                          return value === null ? null : value.text;
                        });
                        export const refuse = mutation(async () => { throw new Error('refused'); });
                        export const broken = query(async ({ room }, db) => {
                          const found = await rows(db, range(room));
                          if (found.length > 0) throw new Error('too many');
                          return 'none';
                        });
                        export const big = query(async ({ size }) => 'x'.repeat(size));
                        export const length = mutation(async ({ text }) => text.length);
                        export const bulky = query(async ({ room }, db) => (await rows(db, range(room))).length + 'x'.repeat(4000000));
                        export const spin = mutation(async ({ millis }) => {
                          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis);
                          return millis;
                        });
                        export const hidden = internalQuery(async () => 'internal');
                        """).with("times.js", """
                        export const now = query(async ({ room }, db) => {
                          await rows(db, { source: { type: 'IndexRange', indexName: 'notes.by_room',
                            range: [{ type: 'Eq', fieldPath: 'room', value: room }], order: null }, operators: [] });
                          return [Date.now(), Math.random()];
                        });
                        export const variable = query(async () => process.env.SYNC_TEST ?? null);
                        export const speak = action(async () => {
                          console.log('first');
                          await new Promise((resolve) => setTimeout(resolve, 5));
                          console.warn('second');
                          return 'said';
                        });
                        export const slow = action(async ({ millis }) => {
                          await new Promise((resolve) => setTimeout(resolve, millis));
                          return millis;
                        });
                        """).withSchema("""
                        { tables: [{ tableName: 'notes', indexes: [{ indexDescriptor: 'by_room', fields: ['room'] }],
                            searchIndexes: [], vectorIndexes: [], documentType: { type: 'any' } }], schemaValidation: true }
                        """));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static RawSocket connect() {
        return RawSocket.connect(emulator.url());
    }

    private static String room() {
        return "room-" + UUID.randomUUID();
    }

    private static String in(String room) {
        return "{'room':'" + room + "'}";
    }

    private static String note(String room, String text) {
        return "{'room':'" + room + "','text':'" + text + "'}";
    }

    @Test
    void acceptsBothFormsOfTheAddressAndNoOther() {
        try (var rust = RawSocket.open(emulator.url(), "/api/sync")) {
            rust.sayConnect();
            rust.add(0, 0, "notes:list", in(room()));
            assertThat(rust.nextValue(0)).isEmpty();
        }
        var refused = http.get("/api/not-a-version/sync");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asString()).isEqualTo("InvalidClientVersion");
        assertThat(http.get("/api/1.48.0/sync").json().path("code").asString()).isEqualTo("ExpectedWebSocket");
    }

    @Test
    void beginsAtZeroAndAnswersEveryModificationWithATransition() {
        try (var socket = connect()) {
            String room = room();
            socket.add(0, 7, "notes:list", in(room));

            JsonNode first = socket.next();

            assertThat(first.path("startVersion"))
                    .hasToString("{\"querySet\":0,\"identity\":0,\"ts\":\"AAAAAAAAAAA=\"}");
            assertThat(first.path("endVersion").path("querySet").asInt()).isEqualTo(1);
            assertThat(first.path("modifications").get(0))
                    .hasToString(
                            "{\"type\":\"QueryUpdated\",\"queryId\":7,\"value\":[],\"logLines\":[],\"journal\":null}");
            assertThat(first.path("clientClockSkew").asLong()).isNegative();
            assertThat(first.path("serverTs").asLong()).isGreaterThan(1_700_000_000_000_000_000L);

            socket.say("{'type':'ModifyQuerySet','baseVersion':1,'newVersion':5,'modifications':[]}");
            JsonNode empty = socket.next();
            assertThat(empty.path("endVersion").path("querySet").asInt()).isEqualTo(5);
            assertThat(empty.path("modifications")).isEmpty();

            socket.remove(5, 7);
            assertThat(socket.next().path("modifications")).hasToString("[{\"type\":\"QueryRemoved\",\"queryId\":7}]");
        }
    }

    @Test
    void answersPipelinedModificationsInOneConsistentOrder() {
        try (var socket = connect()) {
            String room = room();
            for (int i = 0; i < 20; i++) {
                socket.add(i, i, "notes:list", in(room));
            }
            JsonNode last = socket.next("Transition");
            int seen = last.path("modifications").size();
            while (last.path("endVersion").path("querySet").asInt() < 20) {
                last = socket.next("Transition");
                seen += last.path("modifications").size();
            }
            assertThat(seen).isEqualTo(20);
        }
    }

    @Test
    void endsAClientThatBuildsOnAnotherVersion() {
        try (var socket = connect()) {
            socket.add(3, 0, "notes:list", in(room()));
            assertThat(socket.next("FatalError").path("error").asString()).contains("BaseVersionMismatch");
            assertThat(socket.closed().code()).isEqualTo(1000);
        }
        try (var socket = connect()) {
            socket.becomeAdmin(4);
            assertThat(socket.next("FatalError").path("error").asString()).contains("BaseVersionMismatch");
        }
        try (var socket = RawSocket.open(emulator.url())) {
            socket.add(0, 0, "notes:list", in(room()));
            assertThat(socket.next("FatalError").path("error").asString()).contains("Connect");
        }
    }

    @Test
    void dropsASocketThatReusesAQueryIdOrRemovesAnUnknownOne() {
        try (var socket = connect()) {
            socket.add(0, 1, "notes:list", in(room()));
            socket.add(1, 1, "notes:list", in(room()));
            assertThat(socket.closed()).isEqualTo(new RawSocket.Closed(1011, "InternalServerError"));
        }
        try (var socket = connect()) {
            socket.remove(0, 9);
            assertThat(socket.closed().code()).isEqualTo(1011);
        }
    }

    @Test
    void refusesBinaryMessagesAndWhatIsNoMessage() {
        try (var socket = connect()) {
            socket.sayBytes();
            assertThat(socket.closed().code()).isEqualTo(1003);
        }
        try (var socket = connect()) {
            socket.say("{'type':'Nonsense'}");
            assertThat(socket.next("FatalError").path("error").asString()).contains("type");
        }
    }

    @Test
    void followsAMutationsResponseWithATransitionThatReachesIt() {
        try (var socket = connect()) {
            String room = room();
            socket.add(0, 0, "notes:list", in(room));
            socket.next("Transition");

            socket.mutate(0, "notes.js:add", note(room, "one"));
            JsonNode response = socket.next("MutationResponse");
            JsonNode transition = socket.next("Transition");
            while (RawSocket.ts(transition.path("endVersion")).compareTo(RawSocket.ts(response)) < 0) {
                transition = socket.next("Transition");
            }

            assertThat(response.path("success").asBoolean()).isTrue();
            assertThat(response.path("logLines")).hasToString("[\"[LOG] 'adding' 'one'\"]");
            assertThat(http.query("notes:list", in(room).replace('\'', '"')).value())
                    .hasToString("[\"one\"]");

            socket.mutate(1, "notes:refuse", "{}");
            JsonNode refused = socket.next("MutationResponse");
            assertThat(refused.path("success").asBoolean()).isFalse();
            assertThat(refused.path("ts").isNull()).isTrue();
            assertThat(refused.path("result").asString())
                    .matches("(?s)\\[Request ID: [0-9a-f]{16}] Server Error\nUncaught Error: refused.*");
            assertThat(socket.next().path("type").asString()).isEqualTo("Transition");
        }
    }

    @Test
    void runsMutationsOfASocketInOrder() {
        try (var socket = connect()) {
            String room = room();
            for (int i = 0; i < 30; i++) {
                socket.mutate(i, "notes:add", note(room, "n" + i));
            }
            var answered = new ArrayList<Integer>();
            for (int i = 0; i < 30; i++) {
                answered.add(socket.next("MutationResponse").path("requestId").asInt());
            }
            assertThat(answered).isSorted().hasSize(30);
            JsonNode list =
                    http.query("notes:list", in(room).replace('\'', '"')).value();
            assertThat(list.valueStream().map(JsonNode::asString).toList())
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 30)
                            .mapToObj(i -> "n" + i)
                            .toList());
        }
    }

    @Test
    void runsAMutationOnceHoweverOftenItIsSent() {
        String session = UUID.randomUUID().toString();
        String room = room();
        JsonNode first;
        try (var socket = RawSocket.connect(emulator.url(), session)) {
            socket.mutate(4, "notes:add", note(room, "once"));
            first = socket.next("MutationResponse");
            socket.mutate(4, "notes:add", note(room, "once"));
            assertThat(socket.next("MutationResponse")).isEqualTo(first);
        }
        try (var socket = RawSocket.connect(emulator.url(), session)) {
            socket.mutate(4, "notes:add", note(room, "once"));
            assertThat(socket.next("MutationResponse")).isEqualTo(first);
            assertThat(socket.next().path("type").asString()).isEqualTo("Transition");
        }
        try (var other = connect()) {
            other.mutate(4, "notes:add", note(room, "of another session"));
            assertThat(other.next("MutationResponse").path("result")).isNotEqualTo(first.path("result"));
        }
        assertThat(http.query("notes:list", in(room).replace('\'', '"')).value())
                .hasToString("[\"once\",\"of another session\"]");
    }

    @Test
    void answersActionsConcurrently() {
        try (var socket = connect()) {
            socket.act(0, "times:slow", "{'millis':1500}");
            socket.act(1, "times:slow", "{'millis':10}");
            assertThat(socket.next("ActionResponse").path("requestId").asInt()).isEqualTo(1);
            assertThat(socket.next().path("type").asString()).isEqualTo("Transition");
            JsonNode slow = socket.next("ActionResponse");
            assertThat(slow.path("result").asInt()).isEqualTo(1500);
            assertThat(slow.has("ts")).isFalse();
        }
    }

    @Test
    void tellsOtherSocketsAndRunsOnlyWhatReadTheKey() {
        try (var one = connect();
                var two = connect()) {
            String mine = room();
            String other = room();
            one.add(0, 0, "notes:list", in(mine));
            one.nextValue(0);
            two.add(0, 0, "notes:list", in(other));
            two.nextValue(0);
            long runs = settledRuns();

            two.mutate(0, "notes:add", note(mine, "hello"));

            assertThat(one.nextValue(0)).hasToString("[\"hello\"]");
            two.next("MutationResponse");
            assertThat(two.next().path("modifications")).isEmpty();
            assertThat(emulator.liveRuns() - runs).isEqualTo(1);
        }
    }

    @Test
    void doesNotRunAgainForKeysBehindTheOnesItRead() {
        try (var socket = connect()) {
            String room = room();
            socket.mutate(0, "notes:add", note(room, "a"));
            socket.next("MutationResponse");
            socket.add(0, 0, "notes:first", in(room));
            assertThat(socket.nextValue(0).asString()).isEqualTo("a");
            long runs = settledRuns();

            socket.mutate(1, "notes:add", note(room, "b"));
            socket.next("MutationResponse");
            socket.next("Transition");

            assertThat(emulator.liveRuns() - runs).isZero();
        }
    }

    @Test
    void doesNotSendAResultThatStayedTheSame() {
        try (var socket = connect()) {
            String room = room();
            socket.mutate(0, "notes:add", note(room, "a"));
            socket.next("MutationResponse");
            socket.add(0, 0, "notes:count", in(room));
            assertThat(socket.nextValue(0).asBoolean()).isTrue();
            long runs = settledRuns();

            socket.mutate(1, "notes:add", note(room, "b"));
            JsonNode response = socket.next("MutationResponse");
            JsonNode transition = socket.next("Transition");
            while (RawSocket.ts(transition.path("endVersion")).compareTo(RawSocket.ts(response)) < 0) {
                assertThat(transition.path("modifications")).isEmpty();
                transition = socket.next("Transition");
            }

            assertThat(transition.path("modifications")).isEmpty();
            assertThat(emulator.liveRuns() - runs).isEqualTo(1);
        }
    }

    @Test
    void givesAllQueriesOfASetFromOneSnapshot() {
        try (var socket = connect();
                var writer = connect()) {
            String room = room();
            socket.say("{'type':'ModifyQuerySet','baseVersion':0,'newVersion':1,'modifications':["
                    + "{'type':'Add','queryId':0,'udfPath':'notes:list','args':[" + in(room) + "]},"
                    + "{'type':'Add','queryId':1,'udfPath':'notes:page','args':[{'room':'" + room
                    + "','numItems':1000}]}]}");
            for (int i = 0; i < 40; i++) {
                writer.mutate(i, "notes:add", note(room, "n" + i));
            }
            JsonNode list = WireJson.parse("[]");
            JsonNode page = WireJson.parse("[]");
            while (list.size() < 40) {
                for (JsonNode modification : socket.next("Transition").path("modifications")) {
                    if (modification.path("queryId").asInt() == 0) {
                        list = modification.path("value");
                    } else {
                        page = modification.path("value").path("texts");
                    }
                }
                assertThat(page).isEqualTo(list);
            }
        }
    }

    @Test
    void sharesOneRunAmongSocketsThatAskTheSame() {
        String room = room();
        var sockets = new ArrayList<RawSocket>();
        try {
            for (int i = 0; i < 30; i++) {
                var socket = connect();
                sockets.add(socket);
                socket.add(0, 0, "notes:list", in(room));
                socket.nextValue(0);
            }
            long runs = settledRuns();

            sockets.getFirst().mutate(0, "notes:add", note(room, "for all"));

            sockets.forEach(socket -> assertThat(socket.nextValue(0)).hasToString("[\"for all\"]"));
            assertThat(emulator.liveRuns() - runs).isEqualTo(1);
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }

    @Test
    void tellsANewcomerTheTimeOfItsOwnRun() {
        try (var one = connect();
                var two = connect()) {
            String room = room();
            one.add(0, 0, "times:now", in(room));
            JsonNode before = one.nextValue(0);
            two.add(0, 0, "times:now", in(room));
            assertThat(two.nextValue(0)).isNotEqualTo(before);

            two.mutate(0, "notes:add", note(room, "x"));

            assertThat(one.nextValue(0)).isNotEqualTo(before);
        }
    }

    @Test
    void runsEverythingAgainWhenAVariableChanges() {
        try (var socket = connect()) {
            socket.add(0, 0, "times:variable", "{}");
            assertThat(socket.nextValue(0).isNull()).isTrue();

            http.post(
                    "/api/update_environment_variables",
                    "{\"changes\":[{\"name\":\"SYNC_TEST\",\"value\":\"seen\"}]}",
                    "Authorization",
                    EmulatorClient.ADMIN);

            assertThat(socket.nextValue(0).asString()).isEqualTo("seen");
        }
    }

    @Test
    void keepsTheBoundsOfAPageInItsJournal() {
        String room = room();
        try (var socket = connect()) {
            for (int i = 0; i < 3; i++) {
                socket.mutate(i, "notes:add", note(room, "n" + i));
                socket.next("MutationResponse");
            }
            socket.add(0, 0, "notes:page", "{'room':'" + room + "','numItems':3}");
            JsonNode transition = socket.next("Transition");
            while (transition.path("modifications").isEmpty()) {
                transition = socket.next("Transition");
            }
            JsonNode first = transition.path("modifications").get(0);
            assertThat(first.path("value").path("texts")).hasToString("[\"n0\",\"n1\",\"n2\"]");
            assertThat(first.path("value").path("done").asBoolean()).isFalse();
            assertThat(first.path("journal").isString()).isTrue();

            // The end is behind n2: what is added later is not on this page, what changes on it is.
            socket.mutate(3, "notes:add", note(room, "n3"));
            String id = socket.next("MutationResponse").path("result").asString();
            socket.next("Transition");
            socket.mutate(4, "notes:edit", "{'id':'" + id + "','text':'n4'}");
            socket.next("MutationResponse");
            assertThat(socket.next("Transition").path("modifications")).isEmpty();

            // The same subscription on a new socket goes on with the journal; a fresh one starts over.
            String journal = first.path("journal").asString();
            try (var again = connect()) {
                again.say("{'type':'ModifyQuerySet','baseVersion':0,'newVersion':1,'modifications':[{'type':'Add',"
                        + "'queryId':0,'udfPath':'notes:page','journal':'" + journal + "','args':[{'room':'" + room
                        + "','numItems':1}]}]}");
                assertThat(again.nextValue(0).path("texts")).hasToString("[\"n0\",\"n1\",\"n2\"]");
            }
        }
    }

    @Test
    void forgetsAJournalOfAnotherQuery() {
        String room = room();
        try (var socket = connect()) {
            for (String text : List.of("a", "b")) {
                socket.mutate(text.charAt(0), "notes:add", note(room, text));
                socket.next("MutationResponse");
            }
            socket.say("{'type':'ModifyQuerySet','baseVersion':0,'newVersion':1,'modifications':[{'type':'Add',"
                    + "'queryId':0,'udfPath':'notes:page','journal':'AAAAAAAAAAAA','args':[{'room':'" + room
                    + "','numItems':1}]}]}");
            assertThat(socket.nextValue(0).path("texts")).hasToString("[\"a\"]");
        }
    }

    @Test
    void tellsFailuresOfQueriesAndTheirRecovery() {
        try (var socket = connect()) {
            String room = room();
            socket.add(0, 0, "notes:broken", in(room));
            assertThat(socket.nextValue(0).asString()).isEqualTo("none");
            socket.mutate(0, "notes:add", note(room, "x"));
            JsonNode failed = socket.nextValue(0);
            assertThat(failed.path("type").asString()).isEqualTo("QueryFailed");
            assertThat(failed.path("errorMessage").asString()).contains("Server Error\nUncaught Error: too many");
            socket.add(1, 1, "notes:nothing", "{}");
            assertThat(socket.nextValue(1).path("errorMessage").asString()).contains("Could not find public function");
            socket.add(2, 2, "notes:hidden", "{}");
            assertThat(socket.nextValue(2).path("errorMessage").asString()).contains("Could not find public function");
            socket.add(3, 3, "no path", "{}");
            assertThat(socket.nextValue(3).path("errorMessage").asString()).contains("not a valid path");
        }
    }

    @Test
    void letsAdminsCallWhatIsHiddenAndReadSystemFunctions() {
        try (var socket = connect()) {
            socket.becomeAdmin(0);
            assertThat(socket.next().path("endVersion").path("identity").asInt())
                    .isEqualTo(1);
            socket.add(0, 0, "notes:hidden", "{}");
            assertThat(socket.nextValue(0).asString()).isEqualTo("internal");
            socket.add(1, 1, "_system/cli/tables", "{'paginationOpts':{'cursor':null,'numItems':10}}");
            assertThat(socket.nextValue(1).path("page").findValuesAsString("name"))
                    .contains("notes");
        }
        try (var socket = connect()) {
            socket.add(0, 1, "_system/cli/tables", "{'paginationOpts':{'cursor':null,'numItems':10}}");
            assertThat(socket.nextValue(1).path("errorMessage").asString()).contains("admin");
        }
    }

    @Test
    void answersARefusedTokenWithAuthErrorAndCloses() {
        try (var socket = connect()) {
            socket.say("{'type':'Authenticate','baseVersion':0,'tokenType':'None'}");
            socket.next("Transition");
            socket.say("{'type':'Authenticate','baseVersion':1,'tokenType':'User','value':'nonsense'}");
            JsonNode error = socket.next("AuthError");
            assertThat(error.path("baseVersion").asInt()).isEqualTo(1);
            assertThat(error.path("authUpdateAttempted").asBoolean()).isTrue();
            socket.closed();
        }
        try (var socket = connect()) {
            socket.say("{'type':'Authenticate','baseVersion':0,'tokenType':'Admin','value':'other|key'}");
            assertThat(socket.next("AuthError").path("error").asString()).contains("admin key");
        }
    }

    @Test
    void runsOneOfAThousandSubscriptionsAgain() {
        int each = 100;
        var sockets = new ArrayList<RawSocket>();
        String prefix = room();
        try {
            for (int s = 0; s < 10; s++) {
                var socket = connect();
                sockets.add(socket);
                for (int i = 0; i < each; i++) {
                    socket.add(i, i, "notes:list", in(prefix + "-" + s + "-" + i));
                }
                int seen = 0;
                while (seen < each) {
                    seen += socket.next("Transition").path("modifications").size();
                }
            }
            long runs = settledRuns();

            sockets.get(3).mutate(0, "notes:add", note(prefix + "-7-42", "found"));

            assertThat(sockets.get(7).nextValue(42)).hasToString("[\"found\"]");
            assertThat(emulator.liveRuns() - runs).isEqualTo(1);
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }

    @Test
    void doesNotLetASlowReaderHoldUpOthers() {
        String room = room();
        try (var slow = RawSocket.deaf(emulator.url());
                var healthy = connect()) {
            slow.add(0, 0, "notes:bulky", in(room));
            healthy.add(0, 0, "notes:list", in(room));
            healthy.nextValue(0);
            long runs = settledRuns();
            int writes = 25;
            // A response may come before or after the transition that shows the write: both are read as they come.
            int shown = 0;
            for (int i = 0; i < writes; i++) {
                healthy.mutate(i, "notes:add", note(room, "n" + i));
                boolean answered = false;
                while (!answered || (i == writes - 1 && shown < writes)) {
                    JsonNode message = healthy.next();
                    answered |= message.path("type").asString().equals("MutationResponse");
                    for (JsonNode modification : message.path("modifications")) {
                        shown = modification.path("value").size();
                    }
                }
            }

            // The healthy one ran after each write; the slow one stopped when two of its steps lay undelivered.
            assertThat(emulator.liveRuns() - runs).isLessThan(writes + 10);
        }
    }

    @Test
    void endsASocketWithTooManyMutationsWaiting() {
        try (var socket = connect()) {
            socket.mutate(0, "notes:spin", "{'millis':2000}");
            for (int i = 1; i <= 1002; i++) {
                socket.mutate(i, "notes:length", "{'text':''}");
            }
            assertThat(socket.closed()).isEqualTo(new RawSocket.Closed(1013, "TooManyConcurrentMutations"));
        }
    }

    @Test
    void logsWhatActionsSayWhileTheyRun() {
        String session = UUID.randomUUID().toString();
        try (var socket = RawSocket.connect(emulator.url(), session)) {
            socket.act(3, "times:speak", "{}");
            socket.next("ActionResponse");
        }
        String one = "?cursor=0&sessionId=" + session + "&clientRequestCounter=3";
        JsonNode entries = log("/api/stream_function_logs" + one);
        assertThat(entries.findValuesAsString("kind")).containsExactly("Progress", "Progress", "Completion");
        assertThat(entries.get(0).path("logLines")).hasToString("[\"[LOG] 'first'\"]");
        JsonNode completion = entries.get(2);
        assertThat(completion.path("logLines")).isEmpty();
        assertThat(completion.path("caller").asString()).isEqualTo("SyncWorker");
        assertThat(completion.path("identityType").asString()).isEqualTo("unknown");
        assertThat(completion.path("returnBytes").asInt()).isEqualTo("\"said\"".length());

        JsonNode whole = log("/api/stream_udf_execution?cursor=0");
        assertThat(whole.findValuesAsString("kind")).containsOnly("Completion");
        assertThat(whole.valueStream()
                        .filter(entry -> entry.path("identifier").asString().equals("times:speak"))
                        .map(entry -> entry.path("logLines").toString()))
                .containsExactly("[\"[LOG] 'first'\",\"[WARN] 'second'\"]");
    }

    private static JsonNode log(String path) {
        return http.get(path, "Authorization", EmulatorClient.ADMIN).json().path("entries");
    }

    @Test
    void dropsAClientThatHasSeenTheFuture() {
        try (var socket = RawSocket.open(emulator.url())) {
            socket.say("{'type':'Connect','sessionId':'" + UUID.randomUUID() + "','connectionCount':1,"
                    + "'lastCloseReason':null,'maxObservedTimestamp':'/////////38='}");
            assertThat(socket.closed().code()).isEqualTo(1011);
        }
    }

    @Test
    void ignoresEventsAndTakesFragments() {
        try (var socket = connect()) {
            socket.say("{'type':'Event','eventType':'ClientConnect','event':[{'name':'x','startTime':1}]}");
            String message =
                    "{\"type\":\"Mutation\",\"requestId\":0,\"udfPath\":\"notes:length\",\"args\":[{\"text\":\""
                            + "y".repeat(6_000_000) + "\"}]}";
            int half = message.length() / 2;
            socket.sayExactly(message.substring(0, half), false);
            socket.sayExactly(message.substring(half), true);
            assertThat(socket.next("MutationResponse").path("result").asInt()).isEqualTo(6_000_000);
        }
    }

    @Test
    void sendsALargeTransitionInPiecesToClientsThatKnowThem() {
        int size = 6_000_000;
        try (var socket = connect()) {
            socket.add(0, 0, "notes:big", "{'size':" + size + "}");
            var text = new StringBuilder();
            JsonNode chunk = socket.next();
            String id = chunk.path("transitionId").asString();
            int parts = chunk.path("totalParts").asInt();
            assertThat(parts).isEqualTo(2);
            for (int part = 0; part < parts; part++) {
                assertThat(chunk.path("type").asString()).isEqualTo("TransitionChunk");
                assertThat(chunk.path("partNumber").asInt()).isEqualTo(part);
                assertThat(chunk.path("transitionId").asString()).isEqualTo(id);
                text.append(chunk.path("chunk").asString());
                chunk = part + 1 < parts ? socket.next() : chunk;
            }
            JsonNode whole = WireJson.parse(text.toString());
            assertThat(whole.path("modifications").get(0).path("value").asString())
                    .hasSize(size);
        }
        try (var old = RawSocket.open(emulator.url(), "/api/1.27.0/sync")) {
            old.sayConnect();
            old.add(0, 0, "notes:big", "{'size':" + size + "}");
            assertThat(old.nextValue(0).asString()).hasSize(size);
        }
    }

    /** The count when nothing runs any more of what earlier tests asked for: it is the emulator's, not a socket's. */
    private static long settledRuns() {
        var last = new AtomicLong(-1);
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
            long now = emulator.liveRuns();
            return last.getAndSet(now) == now;
        });
        return last.get();
    }
}
