package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What functions ask of their own transaction: how much is left of it, where it stands, and when it commits. */
@Tag("wire")
class TransactionSurfaceTest {

    private static final String SCHEMA = """
            { tables: [
                { tableName: 'stamped', indexes: [{ indexDescriptor: 'by_at', fields: ['at'] }], searchIndexes: [],
                  vectorIndexes: [], documentType: { type: 'object', value: {
                    name: { fieldType: { type: 'string' }, optional: false },
                    at: { fieldType: { type: 'commitTs' }, optional: false } } } },
                { tableName: 'strict', indexes: [], searchIndexes: [], vectorIndexes: [],
                  documentType: { type: 'object', value: {
                    at: { fieldType: { type: 'bigint' }, optional: false } } } }],
              schemaValidation: true }
            """;

    private static final PushedApp APP = PushedApp.EMPTY.withSchema(SCHEMA).with("calls.js", """
            const now = { $commitTs: null };
            const byAt = (range) => ({ source: { type: 'IndexRange', indexName: 'stamped.by_at', range, order: 'asc' }, operators: [] });
            const run = (db, udfType, name, args, transactionLimits) =>
              db('runUdf', { udfType, name, args, transactionLimits });
            export const metrics = query(async (_, db) => db('getTransactionMetrics', {}));
            export const actionMetrics = action(async (_, db) => db('getTransactionMetrics', {}));
            export const spend = mutation(async ({ n }, db) => {
              for (let i = 0; i < n; i++) await db('insert', { table: 'spent', value: { i } });
              await db('schedule', { name: 'calls:spend', args: { n: 0 }, ts: Date.now() / 1000 + 86400 });
              return await db('getTransactionMetrics', {});
            });
            export const count = query(async (_, db) => (await rows(db, all('spent'))).length);
            export const insert = mutation(async ({ n }, db) => {
              for (let i = 0; i < n; i++) await db('insert', { table: 'spent', value: { i } });
            });
            export const schedule = mutation(async ({ n }, db) => {
              for (let i = 0; i < n; i++) await db('schedule', { name: 'calls:insert', args: { n: 0 }, ts: Date.now() / 1000 + 86400 });
            });
            export const nested = mutation(async ({ limits, n, fn }, db) => {
              await run(db, 'mutation', 'calls:insert', { n: 1 });
              let error = null;
              try {
                await run(db, 'mutation', fn ?? 'calls:insert', { n }, limits);
              } catch (e) {
                error = e.message;
              }
              await run(db, 'mutation', 'calls:insert', { n: 2 });
              return { error, count: await run(db, 'query', 'calls:count', {}) };
            });
            export const inner = mutation(async ({ limits }, db) => run(db, 'mutation', 'calls:spend', { n: 1 }, limits));
            export const stale = mutation(async (_, db) => {
              const before = await run(db, 'query', 'calls:count', {});
              await run(db, 'mutation', 'calls:insert', { n: 3 });
              return [before, await run(db, 'snapshotQuery', 'calls:count', {}), await run(db, 'query', 'calls:count', {})];
            });
            export const staleQuery = query(async (_, db) => run(db, 'snapshotQuery', 'calls:count', {}));

            export const stamp = mutation(async ({ names }, db) => {
              const ids = [];
              for (const name of names) {
                ids.push((await db('insert', { table: 'stamped', value: { name, at: now } }))._id);
              }
              const seen = await db('get', { id: ids[0] });
              const found = await rows(db, byAt([{ type: 'Gt', fieldPath: 'at', value: { $integer: 'AAAAAAAAAAA=' } }]));
              return { ids, seen: seen.at.$commitTs === null, last: found[found.length - 1].name, at: now, list: [now] };
            });
            export const stampTwice = mutation(async (_, db) => {
              const id = await run(db, 'mutation', 'calls:stampOne', { name: 'inner' });
              await db('shallowMerge', { id, value: { name: 'renamed' } });
              return { id, at: now };
            });
            export const stampOne = mutation(async ({ name }, db) =>
              (await db('insert', { table: 'stamped', value: { name, at: now } }))._id);
            export const touch = mutation(async ({ id }, db) => { await db('shallowMerge', { id, value: { at: now } }); });
            export const get = query(async ({ id }, db) => db('get', { id }));
            export const since = query(async ({ ts }, db) =>
              (await rows(db, byAt([{ type: 'Gt', fieldPath: 'at', value: ts }]))).map((row) => row.name));
            export const snapshotTs = query(async () => JSON.parse(Convex.syscall('1.0/getSnapshotTs', '{}')));
            export const viaAction = action(async (_, db) => db('actions/mutation', { name: 'calls:stampTwice', args: {} }));
            export const strict = mutation(async (_, db) => { await db('insert', { table: 'strict', value: { at: now } }); });
            export const echo = mutation(async ({ value }) => value);
            """);

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "surface", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
        client.push(APP);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void tellsHowMuchIsLeftOfATransaction() {
        JsonNode fresh = value(client.query("calls:metrics", "{}"));
        JsonNode spent = value(client.mutation("calls:spend", "{\"n\":3}"));

        assertThat(fresh.path("documentsRead")).hasToString("{\"remaining\":32000,\"used\":0}");
        assertThat(fresh.path("databaseQueries")).hasToString("{\"remaining\":4096,\"used\":0}");
        assertThat(fresh.path("bytesRead")).hasToString("{\"remaining\":16777216,\"used\":0}");
        assertThat(spent.path("documentsWritten").path("used").asInt()).isEqualTo(3);
        assertThat(spent.path("documentsWritten").path("remaining").asInt()).isEqualTo(15_997);
        assertThat(spent.path("bytesWritten").path("used").asInt()).isPositive();
        assertThat(spent.path("functionsScheduled")).hasToString("{\"remaining\":999,\"used\":1}");
        assertThat(spent.path("scheduledFunctionArgsBytes").path("used").asInt())
                .isPositive();
        assertThat(spent.propertyNames())
                .containsExactlyInAnyOrder(
                        "bytesRead",
                        "bytesWritten",
                        "databaseQueries",
                        "documentsRead",
                        "documentsWritten",
                        "functionsScheduled",
                        "scheduledFunctionArgsBytes",
                        "filesWritten",
                        "fileWriteBytes",
                        "filesRead",
                        "fileReadBytes");
        assertThat(client.action("calls:actionMetrics", "{}").error())
                .as("what npm's convex turns into its own sentence")
                .contains("Unknown async operation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"documentsWritten\":2}", "{\"bytesWritten\":100}"})
    void holdsACallInsideToItsOwnLimitsAndTakesBackWhatItWrote(String limits) {
        long before = value(client.query("calls:count", "{}")).asLong();

        JsonNode answer = value(client.mutation("calls:nested", "{\"n\":5,\"limits\":" + limits + "}"));

        assertThat(answer.path("error").asString()).contains("in a single function execution (limit: ");
        assertThat(answer.path("count").asLong()).isEqualTo(before + 3);
        assertThat(value(client.query("calls:count", "{}")).asLong()).isEqualTo(before + 3);
    }

    @Test
    void limitsReadsQueriesAndJobsInsideToo() {
        value(client.mutation("calls:insert", "{\"n\":3}"));

        assertThat(nested("\"fn\":\"calls:schedule\",\"n\":3,\"limits\":{\"functionsScheduled\":2}"))
                .contains("Too many functions scheduled by this mutation (limit: 2)");
        assertThat(nested("\"fn\":\"calls:insert\",\"n\":2,\"limits\":{\"documentsWritten\":2}"))
                .isEqualTo("null");
        assertThat(nested("\"fn\":\"calls:stale\",\"n\":0,\"limits\":{\"documentsRead\":2}"))
                .contains("Too many documents read in a single function execution (limit: 2)");
        assertThat(nested("\"fn\":\"calls:stale\",\"n\":0,\"limits\":{\"databaseQueries\":0}"))
                .contains("Too many reads in a single function execution (limit: 0)");
        assertThat(nested("\"fn\":\"calls:insert\",\"n\":1,\"limits\":{\"documentsWritten\":-1}"))
                .contains("Invalid argument `transactionLimits`: `documentsWritten` must be a number of 0 or more");
        assertThat(nested("\"fn\":\"calls:insert\",\"n\":1,\"limits\":{\"documentsWritten\":1e300}"))
                .isEqualTo("null");
    }

    @Test
    void tellsACallInsideWhatIsLeftForIt() {
        JsonNode metrics = value(client.mutation("calls:inner", "{\"limits\":{\"documentsWritten\":10}}"));

        assertThat(metrics.path("documentsWritten").path("remaining").asInt()).isEqualTo(9);
        assertThat(metrics.path("bytesWritten").path("remaining").asInt()).isGreaterThan(1_000_000);
    }

    @Test
    void readsTheSnapshotWithoutTheCallersOwnWrites() {
        JsonNode counts = value(client.mutation("calls:stale", "{}"));

        assertThat(counts.path(1)).isEqualTo(counts.path(0));
        assertThat(counts.path(2).asLong()).isEqualTo(counts.path(0).asLong() + 3);
        assertThat(client.query("calls:staleQuery", "{}").error())
                .contains("`useStaleSnapshot` is only supported in mutations, not queries.");
    }

    @Test
    void replacesThePlaceholderByTheCommitsTime() {
        JsonNode before = value(client.query("calls:snapshotTs", "{}"));
        JsonNode answer = value(client.mutation("calls:stamp", "{\"names\":[\"a\",\"b\"]}"));
        JsonNode after = value(client.query("calls:snapshotTs", "{}"));

        assertThat(answer.path("seen").asBoolean())
                .as("the placeholder itself, inside")
                .isTrue();
        assertThat(answer.path("last").asString())
                .as("it comes after all that is committed")
                .isEqualTo("b");
        long at = nanos(answer.path("at"));
        assertThat(at).isGreaterThan(nanos(before)).isLessThanOrEqualTo(nanos(after));
        assertThat(nanos(answer.path("list").path(0))).isEqualTo(at);
        for (JsonNode id : answer.path("ids")) {
            assertThat(nanos(get(id).path("at"))).isEqualTo(at);
        }
        assertThat(value(client.query("calls:since", "{\"ts\":" + before + "}")).toString())
                .isEqualTo("[\"a\",\"b\"]");
        assertThat(value(client.query("calls:since", "{\"ts\":" + answer.path("at") + "}")))
                .isEmpty();
    }

    @Test
    void ordersDocumentsAnewWhenTheyAreTouched() {
        JsonNode ids = value(client.mutation("calls:stamp", "{\"names\":[\"first\",\"second\"]}"))
                .path("ids");
        JsonNode ts = value(client.query("calls:snapshotTs", "{}"));

        value(client.mutation("calls:touch", "{\"id\":" + ids.path(0) + "}"));

        assertThat(value(client.query("calls:since", "{\"ts\":" + ts + "}"))).hasToString("[\"first\"]");
    }

    @Test
    void givesOneTimeToAWholeMutationAlsoFromAnAction() {
        JsonNode answer = value(client.action("calls:viaAction", "{}"));

        assertThat(get(answer.path("id")).path("name").asString()).isEqualTo("renamed");
        assertThat(nanos(get(answer.path("id")).path("at"))).isEqualTo(nanos(answer.path("at")));
    }

    @Test
    void takesThePlaceholderOnlyWhereACommitsTimeMayBe() {
        assertThat(client.mutation("calls:strict", "{}").error())
                .contains("Value does not match validator.")
                .contains("v.int64()");
        EmulatorClient.Answer fromOutside =
                client.mutation("calls:echo", "{\"value\":{\"deep\":[{\"$commitTs\":null}]}}");
        assertThat(fromOutside.status()).isEqualTo(400);
        assertThat(fromOutside.json().path("code").asString()).isEqualTo("InvalidArguments");
    }

    @Test
    void keepsTheTimeAcrossARestart(@TempDir Path other) {
        var settings = new ConvexEmulator.Settings(0, 0, other, "again", EmulatorClient.KEY);
        JsonNode answer;
        try (var first = ConvexEmulator.start(settings)) {
            var http = new EmulatorClient(first.url());
            http.push(APP);
            answer = value(http.mutation("calls:stamp", "{\"names\":[\"kept\"]}"));
        }
        try (var second = ConvexEmulator.start(settings)) {
            JsonNode kept = value(new EmulatorClient(second.url())
                    .query("calls:get", "{\"id\":" + answer.path("ids").path(0) + "}"));
            assertThat(kept.path("at")).isEqualTo(answer.path("at"));
        }
    }

    private static String nested(String args) {
        JsonNode error =
                value(client.mutation("calls:nested", "{" + args + "}")).path("error");
        return error.isNull() ? "null" : error.asString();
    }

    private static JsonNode get(JsonNode id) {
        return value(client.query("calls:get", "{\"id\":" + id + "}"));
    }

    private static JsonNode value(EmulatorClient.Answer answer) {
        assertThat(answer.json().path("status").asString()).as(answer.body()).isEqualTo("success");
        return WireJson.parse(answer.value().toString());
    }

    private static long nanos(JsonNode integer) {
        byte[] bytes = Base64.getDecoder().decode(integer.path("$integer").asString());
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
