package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.data.CronJob;
import dev.lockstep.convex.deployment.data.CronTiming;
import dev.lockstep.convex.deployment.data.DeploymentData;
import dev.lockstep.convex.deployment.data.ScheduledCall;
import dev.lockstep.convex.deployment.data.StoredFile;
import dev.lockstep.convex.outside.Outside;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The functions below _system/, over HTTP and as subscriptions. */
@Tag("wire")
class SystemFunctionsTest {

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient http;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "system", EmulatorClient.KEY));
        http = new EmulatorClient(emulator.url());
        http.push(PushedApp.EMPTY
                .with("notes.js", """
                        export const list = query(async (args, db) => rows(db, all('notes')), { type: 'object', value: {} });
                        export const secrets = query(async (args, db) => rows(db, all('_session_requests')));
                        """)
                .with("work.js", """
                        export const list = mutation(async () => []);
                        export const later = mutation(async ({ name, at }, db) => {
                          await db('schedule', { name: 'work:' + name, ts: at, args: { text: 'hi', large: { $integer: 'KgAAAAAAAAA=' } } });
                        });
                        export const fails = mutation(async () => { throw new Error('no such luck'); });
                        export const upload = mutation((args, db) => db('storageGenerateUploadUrl', {}));
                        """)
                .with("crons.js", """
                        export default { isCrons: true, export: () => JSON.stringify({
                          tick: { name: 'work:fails', args: [{}], schedule: { type: 'interval', minutes: 90 } },
                          report: { name: 'work:list', args: [{}],
                            schedule: { type: 'weekly', dayOfWeek: 'tuesday', hourUTC: 8, minuteUTC: 30 } } }) };
                        """)
                .withSchema("""
                        { tables: [{ tableName: 'notes', indexes: [], searchIndexes: [], vectorIndexes: [],
                            documentType: { type: 'object', value: { text: { fieldType: { type: 'string' }, optional: false } } } }],
                          schemaValidation: true }
                        """));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static JsonNode ask(String kind, String path, String args) {
        var answer = http.call(kind, path, args, "Authorization", EmulatorClient.ADMIN);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status").asString()).as(answer.body()).isEqualTo("success");
        return answer.value();
    }

    private static JsonNode add(String table, String documents) {
        return ask(
                "mutation",
                "_system/frontend/addDocument",
                "{\"table\":\"" + table + "\",\"documents\":" + documents + "}");
    }

    @Test
    void addsListsPagesAndClearsDocuments() {
        assertThat(add("pages", "[{\"n\":1},{\"n\":2},{\"n\":3}]")).hasToString("{\"success\":true}");

        JsonNode newest = ask("query", "_system/frontend/listTableScan", "{\"table\":\"pages\",\"limit\":2}");
        assertThat(newest.valueStream().map(row -> row.path("n").asInt()).toList())
                .containsExactly(3, 2);
        JsonNode page = ask(
                "query",
                "_system/cli/tableData:default",
                "{\"table\":\"pages\",\"order\":\"asc\",\"paginationOpts\":{\"cursor\":null,\"numItems\":2}}");
        assertThat(page.path("page").findValuesAsString("n")).hasSize(2);
        assertThat(page.path("isDone").asBoolean()).isFalse();
        assertThat(ask("query", "_system/cli/tableSize", "{\"tableName\":\"pages\"}")
                        .asInt())
                .isEqualTo(3);
        JsonNode cleared =
                ask("mutation", "_system/frontend/clearTablePage", "{\"tableName\":\"pages\",\"cursor\":null}");
        assertThat(cleared.path("deleted").asInt()).isEqualTo(3);
        assertThat(cleared.path("hasMore").asBoolean()).isFalse();
        assertThat(ask("query", "_system/frontend/listTableScan", "{\"table\":\"pages\",\"limit\":2}"))
                .isEmpty();
    }

    @Test
    void addsNothingWhenOneDocumentDoesNotFit() {
        JsonNode refused = add("notes", "[{\"text\":\"fits\"},{\"text\":5}]");

        assertThat(refused.path("success").asBoolean()).isFalse();
        assertThat(refused.path("error").asString()).contains("does not match the schema");
        assertThat(ask("query", "_system/cli/tableSize", "{\"tableName\":\"notes\"}")
                        .asInt())
                .isZero();
    }

    @Test
    void tellsSchemaFunctionsVariablesAndAddresses() {
        String schema =
                ask("query", "_system/frontend/getSchemas", "{}").path("active").asString();
        assertThat(WireJson.parse(schema)
                        .path("tables")
                        .get(0)
                        .path("tableName")
                        .asString())
                .isEqualTo("notes");
        JsonNode spec = ask("query", "_system/cli/modules:apiSpec", "{}");
        assertThat(spec.get(0))
                .hasToString("{\"args\":{\"type\":\"object\",\"value\":{}},\"functionType\":\"Query\","
                        + "\"identifier\":\"notes.js:list\",\"returns\":{\"type\":\"any\"},"
                        + "\"visibility\":{\"kind\":\"public\"}}");
        assertThat(ask("query", "_system/cli/convexUrl:cloudUrl", "{}").asString())
                .isEqualTo(emulator.url().toString());
        assertThat(ask("query", "_system/cli/convexUrl:siteUrl", "{}").asString())
                .isEqualTo(emulator.siteUrl().toString());
        assertThat(ask("query", "_system/cli/queryEnvironmentVariables:get", "{\"name\":\"NONE\"}")
                        .isNull())
                .isTrue();
    }

    /** As the product's own client reads them, which asks what Convex's dashboard asks. */
    @Test
    void tellsOfSchedulesCronJobsAndFiles() {
        var deployment = new ConvexDeployment(emulator.url(), EmulatorClient.KEY);
        try (var data = new DeploymentData(Duration.ofSeconds(20), Outside.EVERYWHERE)) {
            // Within the five years that the service allows.
            Instant past = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(900));
            Instant future = past.plus(Duration.ofDays(1800));
            schedule("fails", past);
            schedule("list", future);
            String upload = http.mutation("work:upload", "{}").value().asString();
            String stored = http.post(
                            upload.substring(emulator.url().toString().length()),
                            "a file",
                            "Content-Type",
                            "text/plain")
                    .json()
                    .path("storageId")
                    .asString();

            await().untilAsserted(() -> assertThat(
                            data.scheduled(deployment, Optional.empty()).items())
                    .filteredOn(call -> call.due().equals(past))
                    .singleElement()
                    .satisfies(call -> {
                        assertThat(call.state()).isEqualTo(ScheduledCall.State.FAILED);
                        assertThat(call.error().orElseThrow()).contains("no such luck");
                        assertThat(call.ended()).isPresent();
                    }));
            assertThat(data.scheduled(deployment, Optional.empty()).items())
                    .filteredOn(call -> call.state() == ScheduledCall.State.PENDING)
                    .singleElement()
                    .satisfies(call -> {
                        assertThat(call.function()).isEqualTo("work:list");
                        assertThat(call.arguments()).hasValue("{\"large\": 42n, \"text\": \"hi\"}");
                        assertThat(call.due()).isEqualTo(future);
                    });
            await().untilAsserted(() ->
                    assertThat(data.crons(deployment).get(1).error().orElse("")).contains("no such luck"));
            List<CronJob> crons = data.crons(deployment);
            assertThat(crons).extracting(CronJob::name).containsExactly("report", "tick");
            assertThat(crons.getFirst().timing())
                    .isEqualTo(new CronTiming.Weekly(DayOfWeek.TUESDAY, LocalTime.of(8, 30)));
            assertThat(crons.getFirst().lastRun()).isEmpty();
            assertThat(crons.getFirst()
                            .nextRun()
                            .orElseThrow()
                            .atZone(ZoneOffset.UTC)
                            .getDayOfWeek())
                    .isEqualTo(DayOfWeek.TUESDAY);
            assertThat(crons.getLast().timing()).isEqualTo(new CronTiming.Every(Duration.ofMinutes(90)));
            // The next time goes by when this one was due, which is a moment before it ran.
            assertThat(Duration.between(
                            crons.getLast().lastRun().orElseThrow(),
                            crons.getLast().nextRun().orElseThrow()))
                    .isBetween(Duration.ofMinutes(89), Duration.ofMinutes(90));

            StoredFile file = data.files(deployment, Optional.empty()).items().getFirst();
            assertThat(file.id()).isEqualTo(stored);
            assertThat(file.contentType()).hasValue("text/plain");
            assertThat(file.size()).isEqualTo(6);
            String address = data.address(deployment, stored).orElseThrow().toString();
            assertThat(http.get(address.substring(emulator.url().toString().length()))
                            .body())
                    .isEqualTo("a file");
            assertThat(data.document(deployment, stored).orElseThrow().text()).contains("\"size\": 6");
            assertThat(data.address(deployment, stored.substring(1))).isEmpty();
        }
    }

    private static void schedule(String function, Instant at) {
        assertThat(http.mutation("work:later", "{\"name\":\"" + function + "\",\"at\":" + at.getEpochSecond() + "}")
                        .error())
                .isEmpty();
    }

    @Test
    void spellsTheFunctionsOfCronsAsTheListOfFunctionsDoes() {
        assertThat(ask("query", "_system/frontend/listCronJobs", "{}").findValuesAsString("udfPath"))
                .contains("work.js:fails", "work.js:list")
                .allSatisfy(path -> assertThat(path).startsWith("work.js:"));
    }

    @Test
    void refusesEverybodyElse() {
        var refused = http.query("_system/cli/tables", "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("code").asString()).isEqualTo("SystemIdentityRequired");
        assertThat(http.query("_system/cli/nothing", "{}", "Authorization", EmulatorClient.ADMIN)
                        .error())
                .contains("Could not find system function");
        assertThat(http.query("notes:secrets", "{}").error()).contains("_session_requests not found");
    }

    @Test
    void refreshesSubscriptions() {
        try (var socket = RawSocket.connect(emulator.url())) {
            socket.becomeAdmin(0);
            socket.add(0, 0, "_system/cli/tables", "{'paginationOpts':{'cursor':null,'numItems':10}}");
            socket.add(1, 1, "_system/cli/queryTable", "{'tableName':'fresh'}");
            socket.add(2, 2, "_system/cli/queryEnvironmentVariables", "{}");
            assertThat(socket.nextValue(2)).isEmpty();

            add("fresh", "[{}]");
            assertThat(socket.nextValue(0).path("page").findValuesAsString("name"))
                    .contains("fresh");
            ask("mutation", "_system/frontend/clearTablePage", "{\"tableName\":\"fresh\",\"cursor\":null}");
            assertThat(socket.nextValue(1).isObject()).isTrue();
            http.post(
                    "/api/v1/update_environment_variables",
                    "{\"changes\":[{\"name\":\"SEEN\",\"value\":\"yes\"}]}",
                    "Authorization",
                    EmulatorClient.ADMIN);
            assertThat(socket.nextValue(2)).hasToString("[{\"name\":\"SEEN\",\"value\":\"yes\"}]");
        }
    }
}
