package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Ended;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
        try {
            Files.createDirectories(folder.resolve(name).resolve("convex/cart"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        project.write("convex/convex.config.ts", """
                import { defineApp } from 'convex/server';
                import cart from './cart/convex.config';
                const app = defineApp();
                app.use(cart);
                export default app;
                """);
        project.write("convex/cart/convex.config.ts", """
                import { defineComponent } from 'convex/server';
                export default defineComponent('cart');
                """);
        project.write("convex/cart/schema.ts", """
                import { defineSchema, defineTable } from 'convex/server';
                import { v } from 'convex/values';
                export default defineSchema({ items: defineTable({ name: v.string(), count: v.int64() }) });
                """);
        Ended deployed = project.convex("deploy", "--typecheck=disable", "--codegen=disable", "-y");
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
        Stream<String> command = Stream.concat(Stream.of("import", "--table", table, file), Stream.of(options));
        return project.convex(command.toArray(String[]::new));
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

    @Test
    void importsRowsOfCsvAndElementsOfAnArray() {
        imported("people", "people.csv", """
                name,age,zip,note
                Ann,36,"007","says ""hi"", twice
                and more"
                Bob,-4.5e1,x7,
                """);
        imported("people", "people.json", """
                [{"name": "Cem", "age": 7}, {"name": "Dee", "tags": ["a", {"deep": null}]}]
                """, "--append");

        JsonNode people = all(client, "people");
        assertThat(people.size()).isEqualTo(4);
        assertThat(people.get(0).path("age").asDouble()).isEqualTo(36);
        assertThat(people.get(0).path("zip").asDouble()).isEqualTo(7);
        assertThat(people.get(0).path("note").asString()).isEqualTo("says \"hi\", twice\nand more");
        assertThat(people.get(1).path("age").asDouble()).isEqualTo(-45);
        assertThat(people.get(1).path("zip").asString()).isEqualTo("x7");
        assertThat(people.get(1).path("note").asString()).isEmpty();
        assertThat(people.get(3).path("tags").toString()).isEqualTo("[\"a\",{\"deep\":null}]");
    }

    @Test
    void asksBeforeDocumentsGo() {
        imported("people", "ann.jsonl", "{\"name\":\"Ann\"}");

        assertThat(refused("people", "bob.jsonl", "{\"name\":\"Bob\"}"))
                .contains("Table people already has documents. Please choose a new table name or use replace/append");
        assertThat(imported("people", "bob.jsonl", "{\"name\":\"Bob\"}", "--append"))
                .contains("people | 1      | 0 of 1 |");
        assertThat(all(client, "people").findValuesAsString("name")).containsExactly("Ann", "Bob");
        String id = all(client, "people").get(1).path("_id").asString();
        String cem = "{\"name\":\"Cem\",\"_id\":\"" + id + "\"}";
        assertThat(refused("people", "cem.jsonl", cem, "--append"))
                .contains("table \"people\" already has a document with the _id " + id);
        assertThat(refused("people", "cem.jsonl", cem, "--replace")).contains("people | 1      | 2 of 2 |");
        assertThat(all(client, "people").findValuesAsString("name")).containsExactly("Ann", "Bob");
        assertThat(imported("people", "cem.jsonl", cem, "--replace", "-y")).contains("Added 1 documents");
        assertThat(all(client, "people").size()).isEqualTo(1);
        assertThat(all(client, "people").get(0).path("_id").asString()).isEqualTo(id);
    }

    @Test
    void writesNothingOfAFileThatHasABrokenLine() {
        assertThat(refused("people", "broken.jsonl", "{\"name\":\"Ann\"}\n{\"name\":\n"))
                .contains("table \"people\", line 2: Not JSON");
        assertThat(problem("people", "jsonArray", "[{\"name\":\"Ann\"}, 5]"))
                .contains("table \"people\", element 2: a document must be a JSON object");
        assertThat(problem("people", "csv", "name,age\nAnn,3\nBob\n"))
                .contains("table \"people\", line 3: it has 1 field, but the header has 2");
        assertThat(problem("people", "csv", "name,_secret\nAnn,3\n"))
                .contains("table \"people\", line 2: the field \"_secret\" starts with an underscore");
        assertThat(problem("people", "csv", "name\n\"Ann\n"))
                .contains("table \"people\", line 2: a double quote is not closed");
        assertThat(refused("messages", "broken.jsonl", """
                {"author":"ann","body":"fine"}
                {"author":"ann","body":7}
                """))
                .contains(
                        "table \"messages\", line 2: the document does not match the schema",
                        "Value does not match validator",
                        "Path: .body");

        assertThat(all(client, "people").size()).isZero();
        assertThat(all(client, "messages").size()).isZero();
    }

    @Test
    void exportsWhatAnotherDeploymentImportsTheSame() throws Exception {
        add("messages", "{\"author\":\"ann\",\"body\":\"über\",\"likes\":{\"$float\":\"AAAAAAAA+H8=\"}}");
        String first = all(client, "messages").get(0).path("_id").asString();
        add("messages", "{\"author\":\"bob\",\"body\":\"re\",\"replyTo\":\"" + first + "\"}");
        add("counters", "{\"name\":\"n\",\"value\":{\"$integer\":\"AQAAAAAAAIA=\"}}");
        add("blobs", "{\"data\":{\"$bytes\":\"AAEC/w==\"},\"special\":{\"$float\":\"AAAAAAAAAIA=\"}}");
        String stored = upload("what was kept".getBytes(StandardCharsets.UTF_8));
        add("people", "{\"name\":\"Ann\",\"picture\":\"" + stored + "\"}");
        String url = url(client, stored);
        project.write("items.jsonl", "{\"name\":\"tea\",\"count\":{\"$integer\":\"AgAAAAAAAAA=\"}}");
        Ended items = project.convex("import", "--component", "cart", "--table", "items", "items.jsonl");
        assertThat(items.output()).contains("cart/items | 1      | 0 of 0 |", "Added 1 documents to table \"items\"");

        Ended exported = project.convex("export", "--include-file-storage", "--path", "snapshot.zip");

        assertThat(exported.status()).as(exported.output()).isZero();
        assertThat(exported.output()).contains("Created snapshot export at timestamp", "Downloaded snapshot export");
        Path zip = folder.resolve("project/snapshot.zip");
        assertThat(lines(zip, "counters/documents.jsonl")).contains("\"value\":-9223372036854775807}");
        assertThat(lines(zip, "blobs/documents.jsonl")).contains("{\"$bytes\":\"AAEC/w==\"},\"special\":-0.0}");
        assertThat(lines(zip, "counters/generated_schema.jsonl")).isEqualTo("\"uniform\"\n");
        String cart = "_components/cart/items/documents.jsonl";
        assertThat(lines(zip, cart)).contains("\"count\":2,\"name\":\"tea\"}");
        assertThat(lines(zip, "_tables/documents.jsonl")).contains("\"name\":\"people\"");
        assertThat(lines(zip, "_storage/" + stored + ".txt")).isEqualTo("what was kept");

        try (ConvexEmulator second = start("second")) {
            NodeProject other = deployed(second, "other");
            var there = new EmulatorClient(second.url());
            assertThat(there.mutation("files:add", "{\"table\":\"gone\",\"value\":{}}")
                            .status())
                    .isEqualTo(200);
            assertThat(there.mutation(
                                    "files:add",
                                    "{\"table\":\"counters\",\"value\":{\"name\":\"n\",\"value\":"
                                            + "{\"$integer\":\"AQAAAAAAAAA=\"}}}")
                            .status())
                    .isEqualTo(200);

            assertThat(other.convex("import", zip.toString()).output())
                    .contains("Table counters already has documents");
            Ended brought = other.convex("import", "--replace-all", "-y", zip.toString());

            assertThat(brought.status()).as(brought.output()).isZero();
            assertThat(brought.output())
                    .contains("counters   | 1      | 1 of 1 |", "gone       | 0      | 1 of 1 |", "Added 7 documents");
            for (String table : new String[] {"messages", "counters", "blobs", "people"}) {
                assertThat(all(there, table)).as(table).isEqualTo(all(client, table));
            }
            assertThat(other.convex("export", "--path", "again.zip").status()).isZero();
            assertThat(lines(folder.resolve("other/again.zip"), cart)).isEqualTo(lines(zip, cart));
            assertThat(there.get(url(there, stored)).body()).isEqualTo("what was kept");
            assertThat(path(url(there, stored))).isEqualTo(path(url));
            assertThat(other.convex("data").output()).isEqualTo("blobs\ncounters\nmessages\npeople\n");
            assertThat(there.mutation("live:send", "{\"room\":\"ann\",\"body\":\"new\"}")
                            .value()
                            .asString())
                    .hasSameSizeAs(first);
            assertThat(other.convex("import", "--replace", zip.toString()).status())
                    .isEqualTo(1);
        }
        try (ConvexEmulator again = start("second")) {
            var there = new EmulatorClient(again.url());
            assertThat(all(there, "people")).isEqualTo(all(client, "people"));
            assertThat(there.query("_system/cli/queryImport:list", "{}", "Authorization", EmulatorClient.ADMIN)
                            .value()
                            .toString())
                    .contains("The emulator was stopped before this import was finished")
                    .doesNotContain("waiting_for_confirmation");
            assertThat(there.get(url(there, stored)).body()).isEqualTo("what was kept");
        }
    }

    @Test
    void saysWhatIsWrongWithAnArchive() throws Exception {
        assertThat(archive("people/documents.jsonl", "{\"name\":\"Ann\"}\n{\"_id\":\"abc\"}"))
                .contains("table \"people\", line 2: the field _id is not an id of Convex");
        assertThat(archive(
                        "people/documents.jsonl",
                        "{\"big\":\"5\"}",
                        "people/generated_schema.jsonl",
                        "\"{\\\"big\\\": int64}\""))
                .contains("people/generated_schema.jsonl tells types that the documents do not");
        assertThat(archive("people/documents.jsonl", "{\"n\":1}", "_storage/abc.txt", "content"))
                .contains("the archive has a file _storage/abc, but _storage/documents.jsonl has no line for it");
        assertThat(archive("_components/shelf/items/documents.jsonl", "{}"))
                .contains("There is no component \"shelf\" in this deployment");
        assertThat(archive("backup/people/documents.jsonl", "{}")).contains("Pack the tables' folders themselves");
        assertThat(archive("two words/documents.jsonl", "{}")).contains("Invalid table name \"two words\"");
        assertThat(all(client, "people").size()).isZero();
    }

    /** Why an archive with these entries, names and contents in turn, is not imported. */
    private static String archive(String... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry(entries[i]));
                zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return problem(WireJson.object().put("format", "zip").put("mode", "append"), bytes.toByteArray());
    }

    private static String problem(String table, String format, String content) {
        return problem(
                WireJson.object().put("tableName", table).put("format", format),
                content.getBytes(StandardCharsets.UTF_8));
    }

    /** Why an import fails that is agreed to. */
    private static String problem(ObjectNode request, byte[] content) {
        String id = uploaded(request, content);
        if (awaitState(id, "waiting_for_confirmation", "failed")
                .path("state")
                .asString()
                .startsWith("waiting")) {
            assertThat(told("perform", id).status()).isEqualTo(200);
        }
        return awaitState(id, "failed", "completed").path("error_message").asString("nothing is wrong");
    }

    @Test
    void takesAFileInPartsAndWaitsToBeTold() {
        assertThat(client.post("/api/import/start_upload", "").status()).isEqualTo(403);
        var people = WireJson.object()
                .put("tableName", "people")
                .put("format", "jsonLines")
                .put("mode", "append");
        String first = uploaded(
                people, "{\"name\":\"A".getBytes(StandardCharsets.UTF_8), "nn\"}\n".getBytes(StandardCharsets.UTF_8));
        awaitState(first, "waiting_for_confirmation");
        assertThat(told("cancel", first).status()).isEqualTo(200);
        assertThat(awaitState(first, "failed").path("error_message").asString()).isEqualTo("Import canceled");
        assertThat(told("perform", first).json().path("code").asString()).isEqualTo("ImportNotWaiting");
        assertThat(told("perform", "nonsense").json().path("code").asString()).isEqualTo("InvalidImportId");

        String second = uploaded(
                people, "{\"name\":\"B".getBytes(StandardCharsets.UTF_8), "ob\"}\n".getBytes(StandardCharsets.UTF_8));
        awaitState(second, "waiting_for_confirmation");
        assertThat(told("perform", second).status()).isEqualTo(200);

        assertThat(awaitState(second, "completed").path("num_rows_written").toString())
                .isEqualTo("{\"$integer\":\"AQAAAAAAAAA=\"}");
        assertThat(all(client, "people").findValuesAsString("name")).containsExactly("Bob");
    }

    /** The last part is sent first. */
    private static String uploaded(ObjectNode request, byte[]... parts) {
        String token =
                admin("/api/import/start_upload", "").json().path("uploadToken").asString();
        var tokens = new ArrayDeque<JsonNode>();
        for (int number = parts.length; number > 0; number--) {
            tokens.addFirst(client.post(
                            "/api/import/upload_part?uploadToken=" + token + "&partNumber=" + number,
                            parts[number - 1],
                            "Authorization",
                            EmulatorClient.ADMIN)
                    .json());
        }
        var body = WireJson.object().put("uploadToken", token);
        body.set("import", request);
        body.putArray("partTokens").addAll(tokens);
        return admin("/api/import/finish_upload", body.toString())
                .json()
                .path("importId")
                .asString();
    }

    private static EmulatorClient.Answer told(String what, String importId) {
        return admin("/api/" + what + "_import", "{\"importId\":\"" + importId + "\"}");
    }

    private static EmulatorClient.Answer admin(String path, String body) {
        return client.post(path, body, "Authorization", EmulatorClient.ADMIN);
    }

    private static JsonNode awaitState(String importId, String... names) {
        String args = "{\"importId\":\"" + importId + "\"}";
        return Awaitility.await()
                .until(
                        () -> client.query("_system/cli/queryImport", args, "Authorization", EmulatorClient.ADMIN)
                                .value()
                                .path("state"),
                        state -> List.of(names).contains(state.path("state").asString("")));
    }

    private static void add(String table, String value) {
        var added = client.mutation("files:add", "{\"table\":\"" + table + "\",\"value\":" + value + "}");
        assertThat(added.json().path("status").asString()).as(added.body()).isEqualTo("success");
    }

    private static String upload(byte[] content) {
        String url = client.mutation("files:uploadUrl", "{}").value().asString();
        return client.post(url, content, "Content-Type", "text/plain")
                .json()
                .path("storageId")
                .asString();
    }

    private static String url(EmulatorClient client, String id) {
        return client.query("files:url", "{\"id\":\"" + id + "\"}").value().asString();
    }

    private static String path(String url) {
        return URI.create(url).getPath();
    }

    private static String lines(Path zip, String entry) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return new String(file.getInputStream(file.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
