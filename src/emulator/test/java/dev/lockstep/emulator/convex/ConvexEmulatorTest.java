package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.emulator.convex.EmulatorClient.Answer;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("wire")
class ConvexEmulatorTest {

    private static final String ADMIN = EmulatorClient.ADMIN;

    private static final PushedApp NOTES =
            PushedApp.EMPTY.with("notes.js", """
                    export const add = mutation(async ({ text }, db) => (await db('insert', { table: 'notes', value: { text } }))._id);
                    export const list = query(async (_, db) => (await rows(db, all('notes'))).map((note) => note.text));
                    export const echo = query(async ({ value }) => value);
                    export const fail = query(async () => { throw new Error('on purpose'); });
                    export const halfDone = mutation(async (_, db) => {
                      await db('insert', { table: 'notes', value: { text: 'half' } });
                      throw new Error('after a write');
                    });
                    export const who = query(async (_, db) => await db('getUserIdentity', {}));
                    export const logs = query(async () => { console.log('text', 5, { a: 1 }); console.warn([null]); });
                    export const env = query(async () => process.env.GREETING ?? null);
                    export const chance = query(async () => [Math.random(), Date.now()]);
                    export const hidden = internalQuery(async () => { console.log('inside'); return 'hidden'; });
                    export const both = action(async (_, db) => [
                      await db('actions/query', { name: 'notes:hidden', args: {} }),
                      await db('actions/mutation', { name: 'notes:add', args: { text: 'by action' } }),
                    ]);
                    export const count = mutation(async (_, db) => {
                      const found = await rows(db, all('counter'));
                      if (found.length === 0) {
                        await db('insert', { table: 'counter', value: { value: 1 } });
                        return 1;
                      }
                      await db('shallowMerge', { id: found[0]._id, value: { value: found[0].value + 1 } });
                      return found[0].value + 1;
                    });
                    export const page = query(async (args, db) => {
                      const { page, isDone, continueCursor } = await db('queryPage', { query: all('notes'), ...args });
                      return { texts: page.map((note) => note.text), isDone, continueCursor };
                    });
                    """).with("folder/deep.js", "export default query(async () => 'deep');");

    @TempDir
    Path home;

    private ConvexEmulator emulator;
    private EmulatorClient client;

    @BeforeEach
    void start() {
        emulator = ConvexEmulator.start(settings());
        client = new EmulatorClient(emulator.url());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private ConvexEmulator.Settings settings() {
        return new ConvexEmulator.Settings(0, 0, home, "test", EmulatorClient.KEY);
    }

    @Test
    void answersWithoutAnyPush() {
        assertThat(client.get("/instance_name").body()).isEqualTo("test");
        assertThat(client.get("/").body()).startsWith("This Convex deployment is running");
        assertThat(client.query("notes:list", "[{}]").error())
                .contains("Could not find public function for 'notes:list'");
        assertThat(new EmulatorClient(emulator.siteUrl()).get("/any"))
                .extracting(Answer::status, Answer::body)
                .containsExactly(404, "This Convex deployment does not have HTTP actions enabled.");
    }

    @Test
    void readsBackWhatAMutationWrote() {
        client.push(NOTES);

        Answer added = client.mutation("notes:add", "[{\"text\":\"a\"}]");

        assertThat(added.json().path("status").asString()).isEqualTo("success");
        assertThat(added.value().asString()).hasSizeBetween(31, 37);
        assertThat(client.query("notes:list", "{}").value()).hasToString("[\"a\"]");
    }

    @Test
    void keepsDocumentsCodeAndVariablesAcrossARestart() {
        client.push(NOTES);
        client.mutation("notes:add", "{\"text\":\"kept\"}");
        client.post(
                "/api/update_environment_variables",
                "{\"changes\":[{\"name\":\"GREETING\",\"value\":\"hello\"}]}",
                "Authorization",
                ADMIN);

        emulator.close();
        emulator = ConvexEmulator.start(settings());
        client = new EmulatorClient(emulator.url());

        assertThat(client.query("notes:list", "{}").value()).hasToString("[\"kept\"]");
        assertThat(client.query("notes:env", "{}").value().asString()).isEqualTo("hello");
    }

    @Test
    void takesBackWhatAFailedMutationWrote() {
        client.push(NOTES);

        assertThat(client.mutation("notes:halfDone", "{}").error()).contains("Uncaught Error: after a write");
        assertThat(client.query("notes:list", "{}").value()).isEmpty();
    }

    @Test
    void carriesEveryKindOfValue() {
        client.push(NOTES);
        String value = """
                {"big":{"$integer":"AQAAAAAAAAA="},"bytes":{"$bytes":"AQI="},"minus":{"$float":"AAAAAAAAAIA="},\
                "nan":{"$float":"AAAAAAAA+H8="},"rest":[null,true,"ä",1.5]}""";

        assertThat(client.query("notes:echo", "{\"value\":" + value + "}").value())
                .hasToString(value);
        assertThat(client.post("/api/run/notes/echo", "{\"args\":{\"value\":" + value + "}}")
                        .value())
                .hasToString("""
                        {"big":"1","bytes":"AQI=","minus":-0.0,"nan":"NaN","rest":[null,true,"ä",1.5]}""");
    }

    @Test
    void answersErrorsOfFunctionsWithStatus200() {
        client.push(NOTES);

        Answer answer = client.query("notes:fail", "{}", "Convex-Request-Id", "0123456789abcdef");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asString()).isEqualTo("error");
        assertThat(answer.error())
                .startsWith("[Request ID: 0123456789abcdef] Server Error\nUncaught Error: on purpose\n    at ")
                .contains("(../convex/notes.js:");
    }

    @Test
    void hidesInternalFunctionsFromClientsButNotFromAdmins() {
        client.push(NOTES);

        assertThat(client.query("notes:hidden", "{}").error())
                .contains("Could not find public function for 'notes:hidden'");
        assertThat(client.call("function", "notes:hidden", "{}", "Authorization", ADMIN)
                        .value()
                        .asString())
                .isEqualTo("hidden");
        assertThat(client.call("function", "notes:hidden", "{}").status()).isEqualTo(403);
        assertThat(client.query("notes:hidden", "{}", "Authorization", ADMIN)
                        .value()
                        .asString())
                .isEqualTo("hidden");
    }

    @Test
    void refusesAFunctionOfAnotherKind() {
        client.push(NOTES);

        assertThat(client.query("notes:add", "{}").error())
                .contains("Trying to execute notes:add as Query, but it is defined as Mutation.");
    }

    @Test
    void runsFunctionsFromActions() {
        client.push(NOTES);

        assertThat(client.action("notes:both", "{}").value().path(0).asString()).isEqualTo("hidden");
        assertThat(client.query("notes:list", "{}").value()).hasToString("[\"by action\"]");
    }

    @Test
    void losesNoCountOfManyClientsAtOnce() {
        client.push(NOTES);

        try (var threads = Executors.newFixedThreadPool(8)) {
            var done = new ArrayList<CompletableFuture<Answer>>();
            for (int i = 0; i < 160; i++) {
                done.add(CompletableFuture.supplyAsync(() -> client.mutation("notes:count", "{}"), threads));
            }
            assertThat(done)
                    .allSatisfy(future -> assertThat(
                                    future.join().json().path("status").asString())
                            .isEqualTo("success"));
        }

        assertThat(client.mutation("notes:count", "{}").value().asDouble()).isEqualTo(161);
    }

    @Test
    void pagesThroughATableWithoutGapsOrRepeats() {
        client.push(NOTES);
        for (String text : new String[] {"a", "b", "c"}) {
            client.mutation("notes:add", "{\"text\":\"" + text + "\"}");
        }

        var first =
                client.query("notes:page", "{\"pageSize\":2,\"cursor\":null}").value();
        client.mutation("notes:add", "{\"text\":\"d\"}");
        String cursor = first.path("continueCursor").toString();
        var second = client.query("notes:page", "{\"pageSize\":5,\"cursor\":" + cursor + "}")
                .value();
        var again = client.query("notes:page", "{\"pageSize\":1,\"cursor\":null,\"endCursor\":" + cursor + "}")
                .value();

        assertThat(first.path("texts")).hasToString("[\"a\",\"b\"]");
        assertThat(first.path("isDone").asBoolean()).isFalse();
        assertThat(second.path("texts")).hasToString("[\"c\",\"d\"]");
        assertThat(second.path("isDone").asBoolean()).isTrue();
        assertThat(again.path("texts"))
                .as("up to the end cursor, whatever the size")
                .hasToString("[\"a\",\"b\"]");
        assertThat(client.query("notes:page", "{\"pageSize\":5,\"cursor\":\"nonsense\"}")
                        .error())
                .contains("InvalidCursor");
        assertThat(client.query("notes:page", "{\"pageSize\":0,\"cursor\":null}")
                        .error())
                .contains("Must request at least 1 document while paginating");
    }

    @Test
    void readsThePastAtATimestampItGave() {
        client.push(NOTES);
        client.mutation("notes:add", "{\"text\":\"then\"}");
        String ts = client.post("/api/query_ts", "").json().path("ts").asString();
        client.mutation("notes:add", "{\"text\":\"now\"}");

        Answer past = client.post("/api/query_at_ts", "{\"path\":\"notes:list\",\"args\":{},\"ts\":\"" + ts + "\"}");

        assertThat(past.value()).hasToString("[\"then\"]");
    }

    @Test
    void answersABatchAndAGet() {
        client.push(NOTES);
        String query = "{\"path\":\"notes:list\",\"args\":{}}";

        assertThat(client.post("/api/query_batch", "{\"queries\":[" + query + "," + query + "]}")
                        .json()
                        .path("results"))
                .hasSize(2);
        assertThat(client.get("/api/query?path=folder/deep&args=%7B%7D").value().asString())
                .isEqualTo("deep");
    }

    @Test
    void showsLogLinesToCallersAndToTheLogStream() {
        client.push(NOTES);

        Answer answer = client.query("notes:logs", "{}");
        Answer stream = client.get(
                "/api/stream_function_logs?cursor=0", "Authorization", ADMIN, "Convex-Client", "npm-cli-1.48.0");

        assertThat(answer.json().path("logLines")).hasToString("[\"[LOG] 'text' 5 { a: 1 }\",\"[WARN] [ null ]\"]");
        var entry = stream.json().path("entries").path(0);
        assertThat(entry.path("identifier").asString()).isEqualTo("notes:logs");
        assertThat(entry.path("logLines").path(1).path("level").asString()).isEqualTo("WARN");
    }

    @Test
    void holdsTheLogStreamUntilThereIsNews() {
        client.push(NOTES);
        // The tool takes the first answer for the past, so that this one must not wait for what is to come.
        double now = log("0").path("newCursor").asDouble();
        var held = CompletableFuture.supplyAsync(() -> log(String.valueOf(now)));
        client.query("notes:list", "{}");

        assertThat(now).isPositive();
        assertThat(held.join().path("entries").path(0).path("identifier").asString())
                .isEqualTo("notes:list");
    }

    /** What an action called was nowhere in the log, so that whoever debugged an action saw nothing of what failed in it. */
    @Test
    void logsWhatActionsCallAsTheirChildren() {
        client.push(NOTES);

        Answer answer = client.action("notes:both", "{}");
        JsonNode entries = log("0").path("entries");

        assertThat(answer.json().has("logLines")).isFalse();
        assertThat(entries.findValuesAsString("identifier")).containsExactly("notes:hidden", "notes:add", "notes:both");
        JsonNode child = entries.path(0);
        JsonNode parent = entries.path(2);
        assertThat(child.path("logLines")).hasToString("[\"[LOG] 'inside'\"]");
        assertThat(child.path("caller").asString()).isEqualTo("Action");
        assertThat(child.path("requestId")).isEqualTo(parent.path("requestId"));
        assertThat(child.path("parentExecutionId")).isEqualTo(parent.path("executionId"));
        assertThat(child.path("executionId")).isNotEqualTo(parent.path("executionId"));
        assertThat(parent.path("parentExecutionId").isNull()).isTrue();
    }

    private JsonNode log(String cursor) {
        return client.get(
                        "/api/stream_function_logs?cursor=" + cursor,
                        "Authorization",
                        ADMIN,
                        "Convex-Client",
                        "x-1.0.0")
                .json();
    }

    @Test
    void freezesTimeAndChanceWithinAQuery() {
        client.push(NOTES);

        var first = client.query("notes:chance", "{}").value();
        var second = client.query("notes:chance", "{}").value();

        assertThat(first.path(0).asDouble())
                .isBetween(0.0, 1.0)
                .isNotEqualTo(second.path(0).asDouble());
        assertThat(first.path(1).asDouble()).isGreaterThan(1.7e12);
    }

    @Test
    void letsAdminsActAsAUser() {
        client.push(NOTES);
        String identity = "{\"issuer\":\"https://issuer.test\",\"subject\":\"u1\",\"email\":\"a@b.test\"}";
        String suffix = Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8));

        var who = client.query("notes:who", "{}", "Authorization", ADMIN + ":" + suffix)
                .value();

        assertThat(who.path("tokenIdentifier").asString()).isEqualTo("https://issuer.test|u1");
        assertThat(who.path("email").asString()).isEqualTo("a@b.test");
        assertThat(client.query("notes:who", "{}", "Authorization", ADMIN)
                        .value()
                        .isNull())
                .isTrue();
    }

    @Test
    void asksForTheKeyAtEveryAdminEndpoint() {
        for (String path : new String[] {
            "/api/v1/get_canonical_urls",
            "/api/list_environment_variables",
            "/api/v1/list_environment_variables",
            "/api/stream_function_logs?cursor=0"
        }) {
            assertThat(client.get(path).status()).as(path).isEqualTo(403);
            assertThat(client.get(path, "Authorization", "Convex wrong|key").status())
                    .as(path)
                    .isEqualTo(401);
        }
        for (String path : new String[] {
            "/api/function",
            "/api/get_config_hashes",
            "/api/deploy2/evaluate_push",
            "/api/deploy2/evaluate_schema",
            "/api/deploy2/start_push",
            "/api/deploy2/wait_for_schema",
            "/api/deploy2/finish_push",
            "/api/deploy2/report_push_completed",
            "/api/update_environment_variables",
            "/api/v1/update_environment_variables"
        }) {
            assertThat(client.post(path, "{}").status()).as(path).isEqualTo(403);
            assertThat(client.post(path, "{}", "Authorization", "Convex wrong|key")
                            .json()
                            .path("code")
                            .asString())
                    .as(path)
                    .isEqualTo("BadAdminKey");
        }
    }

    @Test
    void refusesMalformedRequestsWithACode() {
        assertThat(code(client.post("/api/query", "{"))).isEqualTo("BadJsonBody");
        assertThat(code(client.query("a:b:c/", "{}"))).isEqualTo("BadConvexFunctionIdentifier");
        assertThat(code(client.query("../../etc:passwd", "{}"))).isEqualTo("BadConvexFunctionIdentifier");
        assertThat(code(client.post("/api/query", "{\"path\":\"a:b\",\"args\":{},\"format\":\"xml\"}")))
                .isEqualTo("BadFormat");
        assertThat(code(client.query("a:b", "{}", "Authorization", "x"))).isEqualTo("InvalidHeaderFailure");
        assertThat(code(client.query("a:b", "{}", "Authorization", "Basic abcdef")))
                .isEqualTo("InvalidAdminKey");
        assertThat(code(client.query("a:b", "{}", "Authorization", "Bearer abcdef")))
                .isEqualTo("InvalidAuthHeader");
        assertThat(code(client.query("a:b", "{}", "Convex-Client", "nonsense"))).isEqualTo("InvalidClientVersion");
        assertThat(code(client.query("a:b", "{}", "Convex-Client", "npm-0.19.1")))
                .isEqualTo("ClientVersionUnsupported");
        assertThat(code(client.post("/api/run/one", "{}"))).isEqualTo("MissingIdentifier");
        assertThat(code(client.post("/api/unknown", "{}"))).isEqualTo("UnknownEndpoint");
        assertThat(client.query("a:b", "[1,2]").status()).isEqualTo(400);
    }

    private static String code(Answer answer) {
        return answer.json().path("code").asString("");
    }

    @Test
    void letsBrowsersOfAnyOriginIn() {
        Answer answer =
                client.options("/api/query", "Origin", "http://app.test", "Access-Control-Request-Headers", "x-a");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Access-Control-Allow-Origin"))
                .contains("http://app.test");
        assertThat(answer.response().headers().firstValue("Access-Control-Allow-Headers"))
                .contains("x-a");
        assertThat(answer.response().headers().firstValue("Access-Control-Max-Age"))
                .contains("86400");
    }

    @Test
    void makesCallsWaitForTheFirstPush() {
        emulator.expectPush();
        var early = CompletableFuture.supplyAsync(() -> client.query("notes:list", "{}"));
        client.push(NOTES);

        assertThat(early.join().value()).isEmpty();
    }

    @Test
    void answersAPushThatDoesNotLoadWithTheReason() {
        Answer broken = client.post(
                "/api/deploy2/start_push",
                PushedApp.EMPTY
                        .with("bad.js", "throw new Error('at import');")
                        .body()
                        .toString(),
                "Authorization",
                ADMIN);

        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.json().path("code").asString()).isEqualTo("InvalidModules");
        assertThat(broken.json().path("message").asString()).contains("Failed to analyze bad.js", "at import");
    }

    @Test
    void checksTheDocumentsThereAreWhenASchemaComes() {
        client.push(NOTES);
        client.mutation("notes:add", "{\"text\":\"a\"}");
        String schema = """
                {"tables":[{"tableName":"notes","indexes":[],"documentType":{"type":"object","value":{\
                "text":{"fieldType":{"type":"number"},"optional":false}}}}],"schemaValidation":true}""";
        var started = client.post(
                        "/api/deploy2/start_push",
                        NOTES.withSchema(schema).body().toString(),
                        "Authorization",
                        ADMIN)
                .json();
        var wait = WireJson.object();
        wait.set("schemaChange", started.path("schemaChange"));

        var waited = client.post("/api/deploy2/wait_for_schema", wait.toString(), "Authorization", ADMIN)
                .json();

        assertThat(waited.path("type").asString()).isEqualTo("failed");
        assertThat(waited.path("tableName").asString()).isEqualTo("notes");
        assertThat(waited.path("error").asString())
                .contains("in table \"notes\" does not match the schema: Value does not match validator.\nPath: .text");
    }

    @Test
    void tellsThatAPortIsTaken() {
        int taken = emulator.url().getPort();
        var second = new ConvexEmulator.Settings(taken, 0, home.resolve("second"), "second", EmulatorClient.KEY);

        assertThatThrownBy(() -> ConvexEmulator.start(second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + taken);
    }

    @Test
    void tellsThatItsDataIsInUse() {
        assertThatThrownBy(() -> ConvexEmulator.start(settings()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("data file");
    }
}
