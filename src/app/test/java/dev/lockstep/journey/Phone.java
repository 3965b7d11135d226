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

    private static final String PROGRAM = """
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

    private final Process process;
    private final PrintWriter in;
    private final List<String> said = new CopyOnWriteArrayList<>();

    private Phone(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> out.lines().forEach(said::add));
    }

    static Phone start(String url, String token) {
        try {
            Process process = new ProcessBuilder("node", "--input-type=module", "--eval", PROGRAM)
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
