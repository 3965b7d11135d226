package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * Somebody's phone: the official Convex client in a process of its own, which follows the person's pictures and writes
 * down each state it sees.
 */
final class Phone implements AutoCloseable {

    /** The functions' own project has the official client. */
    private static final Path PROJECT = Path.of("src/app/main/convex");

    private static final String PICTURES = """
            import { ConvexClient } from "convex/browser";
            import { anyApi } from "convex/server";
            import { createInterface } from "node:readline";
            const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
            const { url, token } = JSON.parse((await lines.next()).value);
            const client = new ConvexClient(url);
            client.setAuth(async () => token);
            const seen = new Set();
            client.onUpdate(
              anyApi.generations.listForUser,
              { paginationOpts: { numItems: 50, cursor: null } },
              ({ page }) => {
                for (const { prompt, status } of page) {
                  const line = `${prompt}: ${status}`;
                  if (!seen.has(line)) {
                    seen.add(line);
                    console.log(line);
                  }
                }
                console.log(`pictures: ${page.length}`);
              },
              (error) => console.log(`error: ${error.message}`),
            );
            for (let next = await lines.next(); !next.done; next = await lines.next()) {
              const { clientId, prompt } = JSON.parse(next.value);
              const wish = { clientId, prompt, style: "orbit", aspectRatio: "1:1", model: "sketch" };
              await client.mutation(anyApi.generations.create, wish);
              console.log(`created: ${prompt}`);
            }
            await client.close();
            process.exit(0);
            """;

    /** Follows the person's tasks, and makes and changes them under revisions and stamps of its own. */
    private static final String TASKS = """
            import { ConvexClient } from "convex/browser";
            import { anyApi } from "convex/server";
            import { createInterface } from "node:readline";
            const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
            const { url, token } = JSON.parse((await lines.next()).value);
            const client = new ConvexClient(url);
            client.setAuth(async () => token);
            const seen = new Set();
            const rows = new Map();
            client.onUpdate(
              anyApi.tasks.getAllTasksForUser,
              {},
              (changes) => {
                rows.clear();
                for (const row of changes.rows) {
                  rows.set(row.fields.text, row);
                  const line = `${row.fields.text}: ${row.fields.isCompleted ? "done" : "open"}, revision ${row.revision}`;
                  if (!seen.has(line)) {
                    seen.add(line);
                    console.log(line);
                  }
                }
                console.log(`tasks: ${changes.rows.length}`);
              },
              (error) => console.log(`error: ${error.message}`),
            );
            for (let next = await lines.next(); !next.done; next = await lines.next()) {
              const { text, fields } = JSON.parse(next.value);
              const row = rows.get(text);
              const time = Date.now().toString(16).padStart(12, "0");
              const answer = await client.mutation(anyApi.tasks.upsertTask, {
                opId: crypto.randomUUID(),
                clientId: row?.clientId ?? crypto.randomUUID(),
                kind: "upsert",
                fields,
                base: row?.revision ?? 0,
                stamp: `${time}-0000-0000beef`,
              });
              console.log(`${text}: ${answer.status}`);
            }
            await client.close();
            process.exit(0);
            """;

    private final Process process;
    private final PrintWriter in;
    private final List<String> said = new CopyOnWriteArrayList<>();

    private Phone(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> out.lines().forEach(said::add));
    }

    /** One that shows pictures. */
    static Phone pictures(String url, String token) {
        return start(PICTURES, url, token);
    }

    /** One that shows tasks. */
    static Phone tasks(String url, String token) {
        return start(TASKS, url, token);
    }

    private static Phone start(String program, String url, String token) {
        try {
            Process process = new ProcessBuilder("node", "--input-type=module", "--eval", program)
                    .directory(PROJECT.toFile())
                    .redirectErrorStream(true)
                    .start();
            var phone = new Phone(process);
            // On the input, not on the command line, where everybody on the machine could read the token.
            phone.in.println("{\"url\":\"" + url + "\",\"token\":\"" + token + "\"}");
            return phone;
        } catch (IOException e) {
            throw new UncheckedIOException("The phone needs Node", e);
        }
    }

    void creates(String prompt) {
        in.println("{\"clientId\":\"phone-" + UUID.randomUUID() + "\",\"prompt\":\"" + prompt + "\"}");
    }

    /**
     * Makes a task of this text, or changes the one that it shows under it.
     *
     * @param fields JSON
     */
    void writes(String text, String fields) {
        in.println("{\"text\":\"" + text + "\",\"fields\":" + fields + "}");
    }

    /** Lines come in this order, others perhaps between them. */
    void sees(String... lines) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(said).containsSubsequence(lines));
    }

    void neverSaw(String part) {
        assertThat(said).noneMatch(line -> line.contains(part));
    }

    @Override
    public void close() {
        in.close();
        process.destroy();
    }
}
