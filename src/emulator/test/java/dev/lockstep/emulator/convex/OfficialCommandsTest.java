package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Running;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The official CLI's commands that ask over the WebSocket or stay and watch, unchanged against the emulator. */
@Tag("wire")
class OfficialCommandsTest {

    @TempDir
    static Path folder;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;
    private static NodeProject project;

    @BeforeAll
    static void deploy() {
        emulator = ConvexEmulator.start(
                new ConvexEmulator.Settings(0, 0, folder.resolve("home"), "commands", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
        project = NodeProject.create(
                folder.resolve("project"), NodeProject.selfHosted(emulator.url().toString()));

        var deployed = project.convex("deploy", "--typecheck=disable", "-y");

        assertThat(deployed.status()).as(deployed.output()).isZero();
        assertThat(deployed.output()).contains("Deployed Convex functions to " + emulator.url());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static String output(String... arguments) {
        var ended = project.convex(arguments);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    @Test
    void readsVariables() {
        output("env", "set", "LISTED", "yes");

        assertThat(output("env", "list")).contains("LISTED=yes");
        assertThat(output("env", "get", "LISTED")).isEqualToIgnoringNewLines("yes");
        output("env", "remove", "LISTED");
        assertThat(project.convex("env", "get", "LISTED").output())
                .contains("Environment variable \"LISTED\" not found");
    }

    @Test
    void showsTablesAndDocuments() {
        client.mutation("live:send", "{\"room\":\"data\",\"body\":\"older\"}");
        client.mutation("live:send", "{\"room\":\"data\",\"body\":\"newer\"}");

        assertThat(output("data")).isEqualTo("blobs\ncounters\nmessages\n");
        assertThat(output("data", "messages", "--format", "jsonLines").lines().limit(2))
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"body\": \"newer\""),
                        second -> assertThat(second).contains("\"body\": \"older\""));
        assertThat(output("data", "messages", "--limit", "1")).contains("Showing the 1 most recently created document");
    }

    @Test
    void runsAQueryThatIsWrittenInTheCommand() {
        client.mutation("live:send", "{\"room\":\"inline\",\"body\":\"found by a query of its own\"}");

        assertThat(output("run", "--inline-query", "(await ctx.db.query('messages').order('desc').first()).body"))
                .contains("found by a query of its own");
    }

    @Test
    void describesTheFunctions() {
        JsonNode spec = WireJson.parse(output("function-spec"));

        assertThat(spec.path("url").asString()).isEqualTo(emulator.url().toString());
        assertThat(spec.path("functions").findValuesAsString("identifier"))
                .contains("live.js:list", "values.js:secret", "folder/nested.js:hello");
        var unknown = project.convex("run", "live:nothing");
        assertThat(unknown.output()).contains("Available functions:", "live:sendLater");
    }

    @Test
    void testsTheNetwork() {
        assertThat(project.convex("network-test", "--timeout", "10").output())
                .contains("OK: WebSocket connection established", "OK: echo 128 bytes")
                .doesNotContain("FAIL");
    }

    @Test
    void watchesAQuery() {
        try (Running watching = project.start("run", "--watch", "live:list", "{\"room\":\"watched\"}")) {
            watching.await("[]");

            client.mutation("live:send", "{\"room\":\"watched\",\"body\":\"seen by the watcher\"}");

            watching.await("seen by the watcher");
        }
    }

    @Test
    void followsTheLog() {
        client.mutation("live:send", "{\"room\":\"log\",\"body\":\"before\"}");
        try (Running following = project.start("logs", "--history", "5", "--success")) {
            following.await("M(live:send)");

            client.query("values:surroundings", "{}");

            following.await("Q(values:surroundings)");
            following.await("'text' 5");
        }
    }

    @Test
    void pushesAgainWhenAFileIsSaved() {
        try (Running dev = project.start("dev", "--typecheck=disable", "--tail-logs", "disable")) {
            dev.await("Convex functions ready!");
            try (var socket = RawSocket.connect(emulator.url())) {
                socket.add(0, 0, "saved:version", "{}");
                assertThat(socket.nextValue(0).path("errorMessage").asString()).contains("Could not find");

                project.write("convex/saved.ts", saved("one"));
                assertThat(socket.nextValue(0).asString()).isEqualTo("one");
                project.write("convex/saved.ts", "export const version = {");
                dev.await("[ERROR]");
                project.write("convex/saved.ts", saved("two"));
                assertThat(socket.nextValue(0).asString()).isEqualTo("two");
            }
        }
    }

    private static String saved(String version) {
        return """
                import { queryGeneric as query } from 'convex/server';
                export const version = query({ args: {}, handler: async () => '%s' });
                """.formatted(version);
    }
}
