package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The official CLI's {@code import} and {@code export}, unchanged against the emulator. */
@Tag("wire")
class SnapshotCommandsTest {

    private static final String FILES = """
            import { mutationGeneric as mutation, queryGeneric as query } from 'convex/server';
            import { v } from 'convex/values';
            export const uploadUrl = mutation({ args: {}, handler: async (ctx) => await ctx.storage.generateUploadUrl() });
            export const url = query({
              args: { id: v.id('_storage') },
              handler: async (ctx, { id }) => await ctx.storage.getUrl(id),
            });
            export const all = query({
              args: { table: v.string() },
              handler: async (ctx, { table }) => await ctx.db.query(table as any).collect(),
            });
            export const add = mutation({
              args: { table: v.string(), value: v.any() },
              handler: async (ctx, { table, value }) => await ctx.db.insert(table as any, value),
            });
            export const clear = mutation({
              args: { table: v.string() },
              handler: async (ctx, { table }) => {
                for (const document of await ctx.db.query(table as any).collect()) await ctx.db.delete(document._id);
              },
            });
            """;

    @TempDir
    static Path folder;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;
    private static NodeProject project;

    @BeforeAll
    static void deploy() {
        emulator = start("first");
        client = new EmulatorClient(emulator.url());
        project = deployed(emulator, "project");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static ConvexEmulator start(String name) {
        return ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, folder.resolve(name), name, EmulatorClient.KEY));
    }

    private static NodeProject deployed(ConvexEmulator emulator, String name) {
        NodeProject project = NodeProject.create(
                folder.resolve(name), NodeProject.selfHosted(emulator.url().toString()));
        project.write("convex/files.ts", FILES);
        Ended deployed = project.convex("deploy", "--typecheck=disable", "-y");
        assertThat(deployed.status()).as(deployed.output()).isZero();
        return project;
    }

    @BeforeEach
    void clear() {
        for (String table : new String[] {"messages", "counters", "blobs", "people"}) {
            assertThat(client.mutation("files:clear", table(table))
                            .json()
                            .path("status")
                            .asString())
                    .isEqualTo("success");
        }
    }

    private static String table(String name) {
        return "{\"table\":\"" + name + "\"}";
    }

    private static JsonNode all(EmulatorClient client, String table) {
        return client.query("files:all", table(table)).value();
    }

    private static String imported(String table, String file, String content, String... options) {
        Ended ended = importing(table, file, content, options);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    private static String refused(String table, String file, String content, String... options) {
        Ended ended = importing(table, file, content, options);
        assertThat(ended.status()).as(ended.output()).isEqualTo(1);
        return ended.output();
    }

    private static Ended importing(String table, String file, String content, String... options) {
        project.write(file, content);
        var arguments = new java.util.ArrayList<>(java.util.List.of("import", "--table", table, file));
        arguments.addAll(java.util.List.of(options));
        return project.convex(arguments.toArray(String[]::new));
    }

    @Test
    void importsLinesOfJsonAndTellsWhoeverIsSubscribed() throws Exception {
        try (var socket = RawSocket.connect(emulator.url())) {
            socket.add(0, 0, "live:list", "{\"room\":\"ann\"}");
            assertThat(socket.nextValue(0).size()).isZero();

            String output = imported("messages", "lines.jsonl", """
                    {"author":"ann","body":"first"}

                    {"author":"ann","body":"second","likes":2.5,"_creationTime":1700000000000.25}
                    """);

            assertThat(output)
                    .contains(
                            "Import change summary:\n"
                                    + "table    | create | delete |\n"
                                    + "----------------------------\n"
                                    + "messages | 2      | 0 of 0 |",
                            "Added 2 documents to table \"messages\"");
            assertThat(socket.nextValue(0).toString()).isEqualTo("[\"second\",\"first\"]");
        }
        assertThat(all(client, "messages").get(0).path("_creationTime").asDouble())
                .isEqualTo(1700000000000.25);
    }
}
