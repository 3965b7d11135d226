package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that fills the memory, slowly or at once, ends its own call and not the server. In a process of its own. */
@Tag("wire")
class HeapBombTest {

    private static final PushedApp BOMBS = PushedApp.EMPTY.with("bomb.js", """
            export const fine = query(async () => 'fine');
            export const patient = action(async () => await new Promise((resolve) => setTimeout(() => resolve('fine'), 2500)));
            export const objects = action(async () => { const m = new Map(); for (let i = 0; ; i++) m.set(i, { i, s: 'v' + i }); });
            export const list = action(async () => { let list = null; for (;;) list = { list, text: ['a'] }; });
            export const closures = action(async () => { const kept = []; for (let i = 0; ; i++) kept.push(() => i); });
            export const arrays = action(async () => { const kept = []; for (;;) kept.push(new Array(100000).fill(1)); });
            export const bytes = action(async () => { const kept = []; for (;;) kept.push(new Uint8Array(1000000).fill(1)); });
            """);

    @TempDir
    static Path home;

    private static Process emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() throws Exception {
        emulator = KilledEmulator.start(home, 0, "-Xmx512m");
        client = new EmulatorClient(URI.create(KilledEmulator.address(emulator)));
        client.push(BOMBS);
    }

    @AfterAll
    static void stop() {
        emulator.destroyForcibly();
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "list", "closures", "arrays", "bytes"})
    void endsTheCall(String bomb) {
        assertThat(client.action("bomb:" + bomb, "{}").error()).contains("memory");

        assertServes();
    }

    @Test
    void leavesTheOthersAlone() {
        CompletableFuture<String> bystander = CompletableFuture.supplyAsync(
                () -> client.action("bomb:patient", "{}").value().asString());

        assertThat(client.action("bomb:objects", "{}").error()).contains("memory");

        assertThat(bystander.join()).isEqualTo("fine");
    }

    @Test
    void endsAllThatComeAtOnce() {
        List<CompletableFuture<String>> errors = List.of("objects", "list", "closures").stream()
                .map(bomb -> CompletableFuture.supplyAsync(
                        () -> client.action("bomb:" + bomb, "{}").error()))
                .toList();

        assertThat(errors).allSatisfy(error -> assertThat(error.join()).contains("memory"));
        assertServes();
    }

    private static void assertServes() {
        assertThat(client.query("bomb:fine", "{}").value().asString()).isEqualTo("fine");
    }
}
