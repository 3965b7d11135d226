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

/**
 * Modules that the service refuses. The emulator took them all, so that what was green here was refused by the first
 * deployment to the service.
 */
@Tag("wire")
class PushedModulesTest {

    private static final PushedApp JOBS = PushedApp.EMPTY.with("jobs.js", """
            export const look = query(async () => null);
            export const act = action(async () => null);
            """);

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "modules", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** {@code npx convex deploy} asks so before version 1.47, and stops without an answer. */
    @Test
    void saysWhatAPushWouldDoToIndexes() {
        String schema = """
                {"tables":[{"tableName":"t","indexes":[{"indexDescriptor":"by_a","fields":["a"]}],\
                "searchIndexes":[],"vectorIndexes":[],"documentType":{"type":"any"}}],"schemaValidation":true}""";

        var evaluated = client.post(
                "/api/deploy2/evaluate_push",
                JOBS.withSchema(schema).body().toString(),
                "Authorization",
                EmulatorClient.ADMIN);

        assertThat(evaluated
                        .json()
                        .path("schemaChange")
                        .path("indexDiffs")
                        .path("")
                        .path("added_indexes"))
                .as(evaluated.body())
                .hasSize(1);
        assertThat(client.query("jobs:look", "{}").error()).contains("Could not find public function");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "http.js | export const x = 1; | `convex/http.js` must have a default export of a Router.",
                "http.js | export default {}; | The default export of `convex/http.js` is not a Router.",
                "crons.js | export const x = 1; | `convex/crons.js` must have a default export of a Crons object.",
                "crons.js | export default 5; | The default export of `convex/crons.js` is not a Crons object.",
                "foo-bar.js | export const x = 1;"
                        + " | Path component foo-bar.js can only contain alphanumeric characters, underscores, or periods.",
                "b-c/a.js | export const x = 1;"
                        + " | Path component b-c can only contain alphanumeric characters, underscores, or periods.",
                "bad.js | const f = query(async () => 1); f._handler = 5; export const list = f;"
                        + " | bad.js:list.handler is not a function.",
            })
    void refusesWhatTheServiceRefuses(String path, String source, String message) {
        assertRefused(JOBS.with(path, source), "InvalidModules", message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nope:nada | The cron job 'tick' schedules a function that does not exist: nope.js:nada",
                "jobs:nada | The cron job 'tick' schedules a function that does not exist: jobs.js:nada",
                "jobs:look | The cron job 'tick' schedules a query function, only actions and mutations can be scheduled:"
                        + " jobs.js:look",
            })
    void refusesCronJobsOfWhatCannotBeScheduled(String function, String message) {
        assertRefused(JOBS.with("crons.js", crons(function)), "InvalidModules", message);
    }

    @Test
    void refusesSchemasThatReadTheEnvironment() {
        assertRefused(
                JOBS.withSchema("{ tables: process.env.MORE ? [] : [], schemaValidation: true }"),
                "NoEnvironmentVariablesInSchema",
                "Environment variables unsupported when evaluating schema");
    }

    @Test
    void takesWhatTheServiceTakes() {
        PushedApp whole = JOBS.with("crons.js", crons("jobs:act"))
                .with("http.js", "export default { isRouter: true, getRoutes: () => [] };")
                .with("a_b/c.d.js", "export const x = 1;");

        assertThat(push(whole).status()).isEqualTo(200);
    }

    private static void assertRefused(PushedApp app, String code, String message) {
        EmulatorClient.Answer refused = push(app);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().path("code").asString()).isEqualTo(code);
        assertThat(refused.json().path("message").asString()).contains(message);
    }

    private static EmulatorClient.Answer push(PushedApp app) {
        return client.post("/api/deploy2/start_push", app.body().toString(), "Authorization", EmulatorClient.ADMIN);
    }

    private static String crons(String function) {
        return """
                export default { isCrons: true, export: () => JSON.stringify({ tick: {
                  name: '%s', args: [{}], schedule: { type: 'interval', seconds: 60 } } }) };
                """.formatted(function);
    }
}
