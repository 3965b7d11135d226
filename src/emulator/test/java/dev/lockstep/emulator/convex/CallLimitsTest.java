package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.call.CallLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hostile or careless code can do to the emulator: end its own call. */
@Tag("wire")
class CallLimitsTest {

    private static final PushedApp HOSTILE = PushedApp.EMPTY.with("hostile.js", """
            export const fine = query(async () => 'fine');
            export const forever = query(async () => { for (;;) {} });
            export const outer = query(async (_, db) => await db('runUdf', { udfType: 'query', name: 'hostile:forever', args: {} }));
            export const waits = action(async () => await new Promise((resolve) => setTimeout(resolve, 60000)));
            export const spins = action(async () => { for (;;) {} });
            export const naps = action(async ({ n }) => { await new Promise((resolve) => setTimeout(resolve, 300)); return n; });
            export const stuck = action(async () => await new Promise(() => undefined));
            export const deep = query(async () => { const dive = (n) => dive(n + 1) + 1; return dive(0); });
            export const bytes = query(async () => { const kept = []; for (;;) kept.push(new Uint8Array(20000000).fill(1)); });
            export const text = query(async () => { let s = 'x'; const kept = []; for (;;) { s += s; kept.push(s + kept.length, s.split('')); } });
            export const names = query(async () => Object.getOwnPropertyNames(globalThis).filter((name) =>
              ['Java', 'Polyglot', 'Graal', 'Packages', 'java', 'load', 'loadWithNewGlobal', 'print', 'printErr', 'quit', 'require', 'host'].includes(name)));
            export const escape = query(async () => {
              const tried = [];
              for (const path of ['/etc/passwd', 'file:///etc/passwd', '../../etc/passwd', 'node:fs', 'java.lang.System']) {
                try { await import(path); tried.push(path); } catch (e) { /* as it should be */ }
              }
              return tried;
            });
            export const constructors = query(async () => {
              const Maker = Convex.syscall.constructor;
              return typeof Maker('return typeof Java')() === 'string' ? Maker('return typeof Java')() : 'other';
            });
            export const insides = query(async () => {
              const said = [];
              const thrown = [() => Convex.syscall(5), () => new TextDecoder('nothing'), () => new TextEncoder().encodeInto('a', 5),
                () => Uint8Array.fromBase64('%'), () => { const dive = () => dive(); dive(); }, () => import('node:fs')];
              const things = [Convex.syscall, console.log, Date.now, Math.random, new TextEncoder().encode('a'), new TextDecoder(),
                process, process.env, crypto, import('node:os').catch((error) => error)];
              for (const raise of thrown) { try { things.push(await raise()); } catch (error) { things.push(error); } }
              for (const thing of things) {
                const Maker = (await thing)?.constructor?.constructor ?? Function;
                let found;
                try { found = Maker('return typeof process === "undefined" ? "none" : Object.keys(process).join()')(); } catch (e) { found = e.name; }
                said.push(found + ' ' + (Maker === Function));
              }
              return [...new Set(said)];
            });
            let person = null;
            export const pollute = mutation(async ({ name }) => {
              Object.prototype.polluted = name;
              Array.prototype.map.note = name;
              globalThis.remembered = name;
              person = name;
            });
            export const polluted = query(async () =>
              [({}).polluted ?? null, [].map.note ?? null, globalThis.remembered ?? null, person]);
            export const breakRuntime = mutation(async () => {
              Promise.prototype.then = () => undefined;
              Object.keys = () => { throw new Error('broken'); };
              JSON.parse = () => undefined;
            });
            export const keys = query(async () => Object.keys({ a: 1 }));
            export const misused = query(async () => {
              const said = [];
              const asks = [
                () => Convex.syscall('1.0/queryStream', 'no json'),
                () => Convex.syscall(5, {}),
                () => Convex.syscall(),
                () => Convex.syscall('1.0/queryStream', 'null'),
                () => Convex.syscall('1.0/queryStream', '{"query":{"source":{"type":"x"},"operators":5}}'),
                () => Convex.asyncSyscall(Symbol('a'), null),
                () => Convex.asyncSyscall('1.0/queryStreamNext', '{"queryId":"x"}'),
                () => Convex.asyncSyscall('1.0/queryPage', '{}'),
                () => Convex.asyncSyscall('1.0/get', '{"id":5}'),
                () => Convex.asyncSyscall('1.0/get', '[1,2'),
                () => Convex.asyncSyscall('1.0/runUdf', '{"name":"a:b:c/","args":{}}'),
                () => Convex.asyncSyscall('1.0/runUdf', '{"name":"a:b","args":{"$undefined":1}}'),
                () => Convex.asyncSyscall('1.0/storageGetUrl', '{"storageId":{}}'),
                () => Convex.jsSyscall('constructor', {}),
                () => fetch({ url: 5 }),
              ];
              for (const ask of asks) {
                try { await ask(); said.push('nothing'); } catch (e) { said.push((e instanceof Error) + ' ' + e + ' ' + e.stack); }
              }
              return said;
            });
            export const imports = query(async () => {
              const said = [];
              for (const name of ['node:fs', 'fs', 'java:lang', './nothing.js']) {
                try { await import(name); } catch (e) { said.push(name + ': ' + e.message); }
              }
              return said;
            });
            export const timer = query(async () => setTimeout(() => undefined, 1));
            export const fetches = query(async () => await fetch('http://127.0.0.1:1/'));
            """);

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(
                new ConvexEmulator.Settings(0, 0, home, "test", EmulatorClient.KEY),
                new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                Clock.systemUTC());
        client = new EmulatorClient(emulator.url());
        client.push(HOSTILE);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static String error(String function) {
        return client.query("hostile:" + function, "{}").error();
    }

    private static void assertServes() {
        assertThat(client.query("hostile:fine", "{}").value().asString()).isEqualTo("fine");
    }

    @Test
    void endsAnEndlessLoop() {
        assertThat(error("forever")).contains("Function execution timed out (maximum duration: 1s)");
        assertServes();
    }

    @Test
    void endsAnEndlessLoopInsideAnotherFunction() {
        assertThat(error("outer")).contains("timed out");
        assertServes();
    }

    @Test
    void endsAnActionThatWaitsTooLong() {
        assertThat(client.action("hostile:waits", "{}").error()).contains("timed out (maximum duration: 2s)");
        assertServes();
    }

    @Test
    void endsAnActionThatComputesForEver() {
        assertThat(client.action("hostile:spins", "{}").error()).contains("timed out (maximum duration: 2s)");
        assertThat(client.action("hostile:naps", "{\"n\":1}").value().asInt()).isEqualTo(1);
        assertServes();
    }

    /** More than have a process of their own. */
    @Test
    void runsManyActionsAtOnce() {
        List<CompletableFuture<Integer>> naps = IntStream.range(0, 12)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> client.action("hostile:naps", "{\"n\":" + n + "}")
                        .value()
                        .asInt()))
                .toList();

        assertThat(naps.stream().map(CompletableFuture::join))
                .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
    }

    @Test
    void endsAnActionThatWaitsForNothing() {
        assertThat(client.action("hostile:stuck", "{}").error()).contains("never finished");
    }

    @Test
    void endsEndlessRecursion() {
        assertThat(error("deep")).containsAnyOf("Maximum call stack size exceeded", "stack");
        assertServes();
    }

    /**
     * Scripts once served one call after the other, and whatever one changed met the next one, another person's too. With
     * promises broken every later call "never finished" until the next push.
     */
    @Test
    void keepsWhatACallChangedFromTheNext() {
        for (int i = 0; i < 3; i++) {
            client.mutation("hostile:pollute", "{\"name\":\"Ada\"}");

            assertThat(client.query("hostile:polluted", "{}").value()).hasToString("[null,null,null,null]");
        }
    }

    @Test
    void servesAfterACallThatBrokeTheBuiltIns() {
        for (int i = 0; i < 3; i++) {
            client.mutation("hostile:breakRuntime", "{}");

            assertThat(client.query("hostile:keys", "{}").value()).hasToString("[\"a\"]");
        }
    }

    @Test
    void survivesHeapBombs() {
        assertThat(error("bytes")).isNotEmpty();
        assertServes();
        assertThat(error("text")).isNotEmpty();
        assertServes();
    }

    @Test
    void showsNothingOfTheHost() {
        assertThat(client.query("hostile:names", "{}").value()).isEmpty();
        assertThat(client.query("hostile:escape", "{}").value()).isEmpty();
        assertThat(client.query("hostile:constructors", "{}").value().asString("undefined"))
                .isEqualTo("undefined");
    }

    /** Whatever code can get hold of is of its own world: no function that makes functions leads to Node's process. */
    @Test
    void leadsToNothingOfNode() {
        assertThat(client.query("hostile:insides", "{}").value()).hasToString("[\"env true\"]");
    }

    @Test
    void tellsMisusedCallsNothingOfTheHost() {
        assertThat(client.query("hostile:misused", "{}").value().valueStream())
                .isNotEmpty()
                .allSatisfy(said -> assertThat(said.asString())
                        .doesNotContain("lockstep", "java.", "ClassCast", "NullPointer", "Refusal", "FunctionError"));
    }

    @Test
    void saysWhichModuleIsNotThere() {
        assertThat(client.query("hostile:imports", "{}").value().valueStream())
                .hasSize(4)
                .allSatisfy(said -> assertThat(said.asString()).contains(": Cannot find module '"))
                .first()
                .satisfies(said -> assertThat(said.asString()).startsWith("node:fs: Cannot find module 'node:fs'"));
    }

    @Test
    void keepsTheWorldOutOfQueries() {
        assertThat(error("timer")).contains("Can't use setTimeout in queries and mutations");
        assertThat(error("fetches")).contains("Can't use fetch() in queries and mutations");
    }
}
