package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Ended;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The emulator judged by programs we did not write: the npm package's CLI and HTTP client. */
@Tag("wire")
class OfficialToolsTest {

    @TempDir
    static Path folder;

    private static ConvexEmulator emulator;
    private static NodeProject project;

    @BeforeAll
    static void push() {
        emulator = ConvexEmulator.start(
                new ConvexEmulator.Settings(0, 0, folder.resolve("home"), "judge", EmulatorClient.KEY));
        String url = emulator.url().toString();
        project = NodeProject.create(folder.resolve("project"), NodeProject.selfHosted(url));

        Ended pushed = project.convex("dev", "--once", "--typecheck=disable");

        assertThat(pushed.output()).contains("Convex functions ready!", "messages.by_author_likes");
        assertThat(pushed.status()).isZero();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void servesTheOfficialClient() {
        Ended ended = project.node("judge.mjs", emulator.url().toString());

        assertThat(ended.status()).as(ended.output()).isZero();
        JsonNode seen = WireJson.parse(ended.output());
        assertAllTrue(seen, "big", "nan", "minus", "infinite", "stored", "refused", "undone", "passed");
        assertThat(seen.path("bytes").asString()).isEqualTo("1,2,255");
        assertThat(seen.path("list")).hasToString("[\"three\",\"two\",\"one\"]");
        assertThat(seen.path("byAuthor")).hasToString("[\"one\",\"two\"]");
        assertThat(seen.path("above")).hasToString("[\"two\"]");
        assertThat(seen.path("liked")).hasToString("[\"two\",\"three\"]");
        assertThat(seen.path("pages")).hasToString("[[[\"one\",\"two\"],false],[[\"three\"],true]]");
        assertThat(seen.path("edited")).hasToString("[\"edited\",false]");
        assertThat(seen.path("rewritten")).hasToString("[\"rewritten\"]");
        assertThat(seen.path("normalized")).hasToString("[true,null]");
        assertThat(seen.path("left").asInt()).isEqualTo(2);
        assertErrors(seen);
        assertActions(seen);
        awaitTheScheduledMutation();
    }

    /** What npm's convex offers to functions since 1.41, by its own code. */
    @Test
    void servesWhatTheOfficialLibraryAsksOfATransaction() {
        var client = new EmulatorClient(emulator.url());

        JsonNode stamp = client.mutation("surface:stamp", "{}").value();
        assertThat(stamp.path("same").asBoolean()).isTrue();
        assertThat(stamp.path("at").path("$integer").asString()).isNotEmpty();
        assertThat(stamp.path("at")).isNotEqualTo(stamp.path("before"));
        assertThat(client.query("surface:stamped", "{\"id\":" + stamp.path("id") + "}")
                        .value())
                .isEqualTo(stamp.path("at"));
        JsonNode limited = client.mutation("surface:limited", "{}").value();
        assertThat(limited.path("left").asInt()).isEqualTo(16_000);
        assertThat(limited.path("error").asString())
                .contains("Too many writes in a single function execution (limit: 2)");
        assertThat(client.mutation("surface:stale", "{}").value()).hasToString("[0,1]");
        assertThat(client.mutation("surface:token", "{}").value().asString().split("\\."))
                .hasSize(3);
    }

    private static void assertErrors(JsonNode seen) {
        assertThat(seen.path("failed").asString())
                .contains("Server Error\nUncaught Error: on purpose\n    at handler (../convex/messages.ts:");
        assertThat(seen.path("wrongArgument").asString())
                .contains("ArgumentValidationError: Value does not match validator.\nPath: .author");
        assertThat(seen.path("wrongDocument").asString())
                .contains("in table \"messages\" because it does not match the schema: ");
        assertThat(seen.path("wrongResult").asString()).contains("ReturnsValidationError");
        assertThat(seen.path("hidden").asString()).contains("Could not find public function for 'values:secret'");
    }

    private static void assertActions(JsonNode seen) {
        assertThat(seen.path("sentTwice").asInt()).isEqualTo(2);
        assertThat(seen.path("waits")).hasToString("[\"early\",\"late\"]");
        assertThat(seen.path("fetched").asString()).isEqualTo("judge");
        assertThat(seen.path("web").path("href").asString())
                .isEqualTo("https://user:pw@example.com:8443/a/b?x=1&y=%C3%A4+%26%2B#h");
        assertThat(seen.path("web").path("utf8").asString()).isEqualTo("grüß");
        assertThat(seen.path("surroundings").path("cloud").asString())
                .isEqualTo(emulator.url().toString());
        assertThat(seen.path("surroundings").path("frozen").asBoolean()).isTrue();
        assertThat(seen.path("surroundings").path("java").asString()).isEqualTo("undefinedundefinedundefined");
        assertThat(seen.path("anonymous").isNull()).isTrue();
        assertThat(seen.path("nested").asString()).isEqualTo("hello from a folder");
        assertThat(seen.path("consistent").asInt()).isEqualTo(4);
    }

    /** The log stream answers when there is news, so this waits for the call itself. */
    private static void awaitTheScheduledMutation() {
        var client = new EmulatorClient(emulator.url());
        String cursor = "0";
        boolean seen = false;
        while (!seen) {
            JsonNode log = client.get(
                            "/api/stream_function_logs?cursor=" + cursor, "Authorization", EmulatorClient.ADMIN)
                    .json();
            assertThat(log.path("entries"))
                    .as("no news of the scheduled mutation")
                    .isNotEmpty();
            cursor = log.path("newCursor").toString();
            seen = log.path("entries")
                    .valueStream()
                    .anyMatch(entry -> entry.path("identifier").asString().equals("values:incrementInternally"));
        }
    }

    private static void assertAllTrue(JsonNode seen, String... fields) {
        for (String field : fields) {
            assertThat(seen.path(field).asBoolean(false)).as(field).isTrue();
        }
    }

    @Test
    void runsFunctionsFromTheCommandLine() {
        assertThat(project.convex("run", "values:secret").output()).contains("\"internal\"");
        assertThat(project.convex("run", "values:whoAmI", "--identity", "{\"name\":\"Ada\"}")
                        .output())
                .contains("\"name\": \"Ada\"", "https://convex.test");
        Ended failed = project.convex("run", "messages:fail");
        assertThat(failed.status()).isNotZero();
        assertThat(failed.output()).contains("on purpose");
    }

    @Test
    void setsAndRemovesVariablesFromTheCommandLine() {
        var client = new EmulatorClient(emulator.url());

        assertThat(project.convex("env", "set", "GREETING", "hello").status()).isZero();
        assertThat(client.query("values:surroundings", "{}")
                        .value()
                        .path("greeting")
                        .asString(""))
                .isEqualTo("hello");
        assertThat(project.convex("env", "remove", "GREETING").status()).isZero();
        assertThat(client.query("values:surroundings", "{}")
                        .value()
                        .path("greeting")
                        .isNull())
                .isTrue();
    }

    @Test
    void pushesAgainWithoutSendingWhatIsUnchanged() {
        Ended again = project.convex("dev", "--once", "--typecheck=disable");

        assertThat(again.output()).contains("Convex functions ready!").doesNotContain("Added table indexes");
        assertThat(again.status()).isZero();
    }
}
