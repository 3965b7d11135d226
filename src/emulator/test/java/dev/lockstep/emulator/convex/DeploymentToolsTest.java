package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the dashboard, {@code npx convex run --inline-query} and {@code npx convex mcp} ask of a deployment. */
@Tag("wire")
class DeploymentToolsTest {

    private static final String SCHEMA = """
            { tables: [
                { tableName: 'zebras', indexes: [
                    { indexDescriptor: 'by_size', fields: ['size'] }, { indexDescriptor: 'by_name', fields: ['name', 'size'] }],
                  stagedDbIndexes: [], searchIndexes: [{ indexDescriptor: 'named', searchField: 'name', filterFields: [] }],
                  vectorIndexes: [], documentType: { type: 'any' } },
                { tableName: 'ants', indexes: [], searchIndexes: [], vectorIndexes: [], documentType: { type: 'any' } }],
              schemaValidation: true }
            """;

    private static final PushedApp APP = PushedApp.EMPTY.withSchema(SCHEMA).with("zoo.js", """
            export const add = mutation(async ({ value }, db) => (await db('insert', { table: 'zebras', value }))._id);
            export const size = query(async ({ by }) => by * 2);
            """);

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;
    private static String last;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "tools", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
        client.push(APP);
        for (int size = 1; size <= 5; size++) {
            last = add("{\"name\":\"zebra " + size + "\",\"size\":" + size + ",\"tags\":[\"a\"]}");
        }
        last = add("{\"name\":null,\"size\":{\"$integer\":\"AQAAAAAAAAA=\"},\"friend\":\"" + last
                + "\",\"raw\":{\"$bytes\":\"AQI=\"}}");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "(await ctx.db.query('zebras').collect()).length | 6",
                "(await ctx.db.query('zebras').withIndex('by_size', (q) => q.gt('size', 2).lte('size', 4)).collect()).map((z) => z.size) | [3,4]",
                "(await ctx.db.query('zebras').order('desc').first()).size | {\"$integer\":\"AQAAAAAAAAA=\"}",
                "typeof (await ctx.db.query('zebras').order('desc').first()).size | \"bigint\"",
                "(await ctx.db.query('zebras').order('desc').first()).raw | {\"$bytes\":\"AQI=\"}",
                "(await ctx.db.query('zebras').filter((q) => q.and(q.eq(q.field('name'), 'zebra 2'), q.neq(q.field('size'), 9))).unique()).name"
                        + " | \"zebra 2\"",
                "(await ctx.db.query('zebras').withSearchIndex('named', (q) => q.search('name', 'zebra')).take(2)).length | 2",
                "(await ctx.db.query('zebras').paginate({ numItems: 4, cursor: null })).page.length | 4",
                "await ctx.runQuery('zoo:size', { by: 21 }) | 42",
                "[NaN, -0, 7n, undefined === (await ctx.db.get((await ctx.db.query('zebras').first())._id)).friend]"
                        + " | [{\"$float\":\"AAAAAAAA+H8=\"},{\"$float\":\"AAAAAAAAAIA=\"},{\"$integer\":\"BwAAAAAAAAA=\"},true]",
                "await ctx.auth.getUserIdentity() | null",
            })
    void runsAQueryThatWasNotPushed(String expression, String expected) {
        JsonNode answer = ask(expression);

        assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("success");
        assertThat(answer.path("value")).hasToString(expected);
    }

    @Test
    void hearsWhatItLogsAndHowItFails() {
        JsonNode answer = ask("console.log('looked', await ctx.db.query('ants').first())");
        JsonNode failed = ask("(() => { throw new Error('on purpose'); })()");

        assertThat(answer.path("logLines").path(0).asString()).isEqualTo("[LOG] 'looked' null");
        assertThat(failed.path("status").asString()).isEqualTo("error");
        assertThat(failed.path("errorMessage").asString()).contains("Uncaught Error: on purpose");
        assertThat(run("export default 5;").path("status").asString()).isEqualTo("error");
        assertThat(run("export default {").path("status").asString()).isEqualTo("error");
    }

    @Test
    void letsItReadAlone() {
        JsonNode failed = ask("Convex.asyncSyscall('1.0/insert', '{\"table\":\"ants\",\"value\":{}}')");

        assertThat(failed.path("errorMessage").asString()).contains("Queries cannot write to the database");
        assertThat(ask("(await ctx.db.query('ants').collect()).length")
                        .path("value")
                        .asInt())
                .isZero();
    }

    @Test
    void leavesNothingBehindAndAsksForTheKey() {
        ask("1");

        assertThat(client.query("_repl/testQuery", "{}").error()).contains("Could not find public function");
        assertThat(client.post("/api/run_test_function", body("export default 1"))
                        .status())
                .isEqualTo(401);
        assertThat(client.post("/api/run_test_function", "{}").status()).isEqualTo(403);
        assertThat(client.get("/api/shapes2").status()).isEqualTo(403);
    }

    /** As the tool {@code runOneoffQuery} sends it in 1.40 and before. */
    @Test
    void takesTheKeyFromTheBodyToo() {
        String body = body("export default 1").replace("in the header", EmulatorClient.KEY.reveal());

        assertThat(client.post("/api/run_test_function", body).status()).isEqualTo(200);
    }

    @Test
    void tellsWhatTheDocumentsLookLike() {
        JsonNode shapes = client.get("/api/shapes2", "Authorization", EmulatorClient.ADMIN)
                .json();

        assertThat(shapes.propertyNames()).containsExactlyInAnyOrder("ants", "zebras");
        assertThat(shapes.path("ants")).hasToString("{\"type\":\"Never\"}");
        assertThat(shapes.path("zebras").path("type").asString()).isEqualTo("Object");
        assertThat(field(shapes, "name"))
                .hasToString("{\"fieldName\":\"name\",\"optional\":false,\"shape\":{\"type\":\"Union\","
                        + "\"shapes\":[{\"type\":\"Null\"},{\"type\":\"String\"}]}}");
        assertThat(field(shapes, "friend"))
                .hasToString("{\"fieldName\":\"friend\",\"optional\":true,"
                        + "\"shape\":{\"type\":\"Id\",\"tableName\":\"zebras\"}}");
        assertThat(field(shapes, "tags").path("shape"))
                .hasToString("{\"type\":\"Array\",\"shape\":{\"type\":\"String\"}}");
    }

    @Test
    void givesTheSchemaAsTheServiceKeepsIt() {
        JsonNode schemas = client.post(
                        "/api/function",
                        "{\"path\":\"_system/frontend/getSchemas\",\"args\":{}}",
                        "Authorization",
                        EmulatorClient.ADMIN)
                .value();

        JsonNode tables = WireJson.parse(schemas.path("active").asString()).path("tables");
        assertThat(tables.findValuesAsString("tableName")).containsExactly("ants", "zebras");
        assertThat(tables.path(1).path("indexes"))
                .hasToString("[{\"indexDescriptor\":\"by_name\",\"fields\":[\"name\",\"size\",\"_creationTime\"]},"
                        + "{\"indexDescriptor\":\"by_size\",\"fields\":[\"size\",\"_creationTime\"]}]");
    }

    private static JsonNode field(JsonNode shapes, String name) {
        return shapes.path("zebras")
                .path("fields")
                .valueStream()
                .filter(field -> field.path("fieldName").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode ask(String expression) {
        return run("""
                import { query, internalQuery } from "convex:/_system/repl/wrappers.js";

                export default query({
                  handler: async (ctx) => {
                    return (%s);
                  },
                });""".formatted(expression));
    }

    private static JsonNode run(String source) {
        EmulatorClient.Answer answer =
                client.post("/api/run_test_function", body(source), "Authorization", EmulatorClient.ADMIN);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String body(String source) {
        var body = WireJson.object().put("adminKey", "in the header").put("format", "convex_encoded_json");
        body.putObject("args");
        body.putObject("bundle").put("path", "testQuery.js").put("source", source);
        return body.toString();
    }

    private static String add(String value) {
        return client.mutation("zoo:add", "{\"value\":" + value + "}").value().asString();
    }
}
