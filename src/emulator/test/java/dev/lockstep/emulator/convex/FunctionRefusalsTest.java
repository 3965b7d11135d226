package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the service refuses while functions run, and the emulator took. */
@Tag("wire")
class FunctionRefusalsTest {

    private static final String SCHEMA = """
            { tables: [{ tableName: 'vectors', indexes: [], searchIndexes: [], documentType: { type: 'any' },
                vectorIndexes: [{ indexDescriptor: 'v', vectorField: 'v', dimensions: 2, filterFields: ['kind'] }] }],
              schemaValidation: true }
            """;

    private static final PushedApp APP = PushedApp.EMPTY.withSchema(SCHEMA).with("calls.js", """
            export const none = mutation(async () => null);
            export const later = mutation(async ({ seconds }, db) =>
              db('schedule', { name: 'calls:none', args: {}, ts: Date.now() / 1000 + seconds }));
            export const store = mutation(async ({ items, fields }, db) => {
              const value = { list: Array.from({ length: items }, () => 0), inner: {} };
              for (let i = 0; i < fields; i++) value.inner['f' + i] = 0;
              await db('insert', { table: 'values', value });
            });
            export const give = query(async ({ items }) => Array.from({ length: items }, () => 0));
            export const size = query(async ({ list }) => list.length);
            export const near = action(async ({ field }, db) => db('actions/vectorSearch', {
              query: { indexName: 'vectors.v', vector: [1, 0], expressions: { $eq: [{ $field: field }, { $literal: 'a' }] } } }));
            export const url = query(async ({ id }, db) => db('storageGetUrl', { storageId: id }));
            export const metadata = query(async ({ id }, db) => db('storageGetMetadata', { storageId: id }));
            export const drop = mutation(async ({ id }, db) => db('storageDelete', { storageId: id }));
            export const fill = mutation(async ({ count }, db) => {
              for (let n = 0; n < count; n++) await db('insert', { table: 'rows', value: { n } });
            });
            export const page = query(async (options, db) => {
              const { page, ...rest } = await db('queryPage', { query: all('rows'), cursor: null, ...options });
              return { ...rest, numbers: page.map((row) => row.n) };
            });
            """);

    private static final PushedApp WITH_PAGES = APP.withComponent("pages", """
            export const page = query(async (_, db) => db('queryPage', { query: all('rows'), cursor: null, pageSize: 1 }));
            export const list = query(async (_, db) => rows(db, all('rows')));
            """).with("asking.js", """
            const ask = (name) => query(async (_, db) =>
              db('runUdf', { udfType: 'query', reference: '_reference/childComponent/pages/lib/' + name, args: {} }));
            export const page = ask('page');
            export const list = ask('list');
            """);

    private static final String YEARS = String.valueOf(5L * 366 * 24 * 3600 + 60);

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "calls", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
        client.push(WITH_PAGES);
        assertThat(client.mutation("calls:fill", "{\"count\":8}").error()).isEmpty();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void refusesTimesThatAreYearsAway() {
        assertThat(client.mutation("calls:later", "{\"seconds\":" + YEARS + "}").error())
                .contains("is more than 5 years in the future");
        assertThat(client.mutation("calls:later", "{\"seconds\":-" + YEARS + "}")
                        .error())
                .contains("is more than 5 years in the past");
        assertThat(client.mutation("calls:later", "{\"seconds\":86400}").error())
                .isEmpty();
    }

    @Test
    void refusesValuesWithTooManyParts() {
        assertThat(client.mutation("calls:store", "{\"items\":8193,\"fields\":0}")
                        .error())
                .contains("Array length is too long (8193 > maximum length 8192)");
        assertThat(client.mutation("calls:store", "{\"items\":0,\"fields\":1025}")
                        .error())
                .contains("Object has too many fields (1025 > maximum number 1024)");
        assertThat(client.query("calls:give", "{\"items\":8193}").error())
                .contains("Function calls.js:give return value invalid: "
                        + "Array length is too long (8193 > maximum length 8192)");
        assertThat(client.mutation("calls:store", "{\"items\":8192,\"fields\":1024}")
                        .error())
                .isEmpty();
        assertThat(client.query("calls:give", "{\"items\":8192}").value()).hasSize(8192);
    }

    @Test
    void refusesArgumentsWithTooManyParts() {
        String list = "0,".repeat(8192) + "0";

        assertThat(client.query("calls:size", "{\"list\":[" + list + "]}").error())
                .contains("Array length is too long (8193 > maximum length 8192)");
    }

    @Test
    void refusesVectorFiltersOfFieldsThatAreNotIndexed() {
        assertThat(client.action("calls:near", "{\"field\":\"other\"}").error())
                .contains("Vector query against vectors.v contains a filter on \"other\" but that field isn't indexed "
                        + "for filtering in `filterFields`.");
        assertThat(client.action("calls:near", "{\"field\":\"kind\"}").error()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"query,calls:url", "query,calls:metadata", "mutation,calls:drop"})
    void refusesStorageIdsThatAreNone(String kind, String function) {
        assertThat(client.call(kind, function, "{\"id\":\"garbage\"}").error())
                .contains("Invalid storage ID: \"garbage\". Storage ID should be an Id of '_storage' table, "
                        + "or a UUID string.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pageSize\":0} | Must request at least 1 document while paginating",
                "{\"pageSize\":32001} | Requested too many items: 32001",
                "{\"pageSize\":1,\"maximumRowsRead\":0}"
                        + " | maximumRowsRead and maximumBytesRead must be greater than 0",
                "{\"pageSize\":1,\"maximumBytesRead\":0}"
                        + " | maximumRowsRead and maximumBytesRead must be greater than 0",
            })
    void refusesPagesThatCannotBe(String options, String message) {
        assertThat(client.query("calls:page", options).error()).contains(message);
    }

    /** The service did not allow it before; its own workpool has done it in each of its loops since 0.4.16. */
    @Test
    void paginatesInComponents() {
        assertThat(client.query("asking:page", "{}").value().path("isDone").asBoolean())
                .isTrue();
        assertThat(client.query("asking:list", "{}").value()).isEmpty();
    }

    @Test
    void saysWhenAPageShouldBeSplit() {
        JsonNode some = page("{\"pageSize\":4}");
        JsonNode nearly = page("{\"pageSize\":4,\"maximumRowsRead\":5}");
        JsonNode cut = page("{\"pageSize\":8,\"maximumRowsRead\":4}");

        assertThat(some.path("pageStatus").isNull()).isTrue();
        assertThat(nearly.path("pageStatus").asString()).isEqualTo("SplitRecommended");
        assertThat(nearly.path("splitCursor").asString()).isNotEmpty();
        assertThat(cut.path("pageStatus").asString()).isEqualTo("SplitRequired");
        assertThat(cut.path("numbers")).hasToString("[0,1,2,3]");
        assertThat(cut.path("isDone").asBoolean()).isFalse();
    }

    @Test
    void readsAPageToItsEndWhateverTheLimit() {
        JsonNode first = page("{\"pageSize\":6}");

        JsonNode again =
                page("{\"pageSize\":6,\"maximumRowsRead\":2,\"endCursor\":" + first.path("continueCursor") + "}");

        assertThat(again.path("numbers")).hasToString("[0,1,2,3,4,5]");
        assertThat(again.path("pageStatus").asString()).isEqualTo("SplitRecommended");
        assertThat(again.path("continueCursor")).isEqualTo(first.path("continueCursor"));
    }

    @Test
    void splitsAPageIntoTwoWithoutGapOrOverlap() {
        JsonNode whole = page("{\"pageSize\":6}");
        String split = whole.path("splitCursor").toString();

        JsonNode left = page("{\"pageSize\":6,\"endCursor\":" + split + "}");
        JsonNode right =
                page("{\"pageSize\":6,\"cursor\":" + split + ",\"endCursor\":" + whole.path("continueCursor") + "}");

        assertThat(left.path("numbers")).hasToString("[0,1,2,3]");
        assertThat(right.path("numbers")).hasToString("[4,5]");
    }

    private static JsonNode page(String options) {
        EmulatorClient.Answer answer = client.query("calls:page", options);
        assertThat(answer.error()).isEmpty();
        return answer.value();
    }
}
