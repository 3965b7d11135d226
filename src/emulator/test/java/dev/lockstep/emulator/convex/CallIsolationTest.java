package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls share worlds, which is what makes them quick, and see nothing of each other all the same. What a function changes of
 * what others share it sees itself, as on the service.
 */
@Tag("wire")
class CallIsolationTest {

    /** What functions change of what calls share, by name: each in a module of its own. */
    private static final Map<String, String> CHANGES = Map.ofEntries(
            Map.entry("overwrittenMethod", "Array.prototype.at = () => 'theirs';"),
            Map.entry("overwrittenJson", "JSON.stringify = () => '\"theirs\"'; JSON.parse = () => 'theirs';"),
            Map.entry("overwrittenPromise", "Promise.prototype.then = () => 'theirs';"),
            Map.entry("overwrittenSymbolMethod", "Map.prototype[Symbol.iterator] = () => 'theirs';"),
            Map.entry("overwrittenWebClass", "URL.prototype.toJSON = () => 'theirs';"),
            Map.entry("overwrittenConsole", "console.log = () => 'theirs';"),
            Map.entry("overwrittenGlobal", "globalThis.Date = class { static now() { return 'theirs'; } };"),
            Map.entry("overwrittenLimit", "Error.stackTraceLimit = 0;"),
            Map.entry("newGlobal", "globalThis.remembered = 'theirs';"),
            Map.entry(
                    "newHiddenGlobal",
                    "Object.defineProperty(globalThis, 'remembered', { value: 'theirs', enumerable: false });"),
            Map.entry("newSymbolGlobal", "globalThis[Symbol.for('remembered')] = 'theirs';"),
            Map.entry("newMethod", "Array.prototype.last = () => 'theirs';"),
            Map.entry(
                    "newHiddenMethod",
                    "Object.defineProperty(Object.prototype, 'remembered', { value: 'theirs', configurable: true });"),
            Map.entry("newStackHook", "Error.prepareStackTrace = () => 'theirs';"),
            Map.entry("newVariable", "process.env.REMEMBERED = 'theirs';"),
            Map.entry("newPrototype", "Object.setPrototypeOf(Array.prototype, { remembered: 'theirs' });"),
            Map.entry(
                    "newAccessor",
                    "Object.defineProperty(Object.prototype, 'id', { get: () => 'theirs', set() {}, configurable: true });"),
            Map.entry("deletedMethod", "delete String.prototype.at;"),
            Map.entry("unwritable", "Object.defineProperty(Array.prototype, 'at', { writable: false });"),
            Map.entry("frozen", "Object.freeze(Array.prototype); Object.freeze(JSON);"),
            Map.entry("matched", "/their (secret)/.exec('their secret');"));

    private static final PushedApp APP = changing(PushedApp.EMPTY)
            .with("shared.js", """
                    const seen = () => [
                      [1, 2].at(-1), JSON.stringify([1]), typeof Promise.prototype.then.call(Promise.resolve(), () => 1),
                      typeof new Map()[Symbol.iterator]().next, new URL('http://a/').toJSON(), console.log.name + console.log(),
                      typeof Date.now(), Error.stackTraceLimit > 0, globalThis.remembered ?? null,
                      globalThis[Symbol.for('remembered')] ?? null, typeof [].last, ({}).remembered ?? null,
                      typeof Error.prepareStackTrace, process.env.REMEMBERED ?? null, [].remembered ?? null, ({}).id ?? null,
                      typeof 'a'.at, Object.isFrozen(Array.prototype), RegExp.$1,
                      Object.getOwnPropertyDescriptor(Array.prototype, 'at').writable,
                    ].join();
                    export const look = query(async () => seen());
                    export const notes = query(async (_, db) => (await rows(db, all('notes'))).length);
                    export const laterOn = query(async () => {
                      let soon = Promise.resolve();
                      for (let i = 0; i < 50; i++) soon = soon.then(() => undefined);
                      void soon.then(() => { Array.prototype.at = () => 'theirs'; globalThis.remembered = 'theirs'; });
                      return 'done';
                    });
                    export const askLaterOn = mutation(async (_, db) => {
                      let soon = Promise.resolve();
                      for (let i = 0; i < 50; i++) soon = soon.then(() => undefined);
                      void soon.then(() => db('insert', { table: 'notes', value: { text: 'late' } }));
                      return 'done';
                    });
                    const counter = new (class { count = 0; next() { return ++this.count; } })();
                    export const counted = query(async () => counter.next());
                    """)
            .with("again.js", """
                    export const changeAndWrite = mutation(async ({ text }, db) => {
                      await db('insert', { table: 'notes', value: { text } });
                      Array.prototype.last = () => 'theirs';
                      return [].last();
                    });
                    """)
            .with("state/variable.js", "let n = 0; export const count = query(async () => ++n);")
            .with("state/property.js", "const o = {}; export const count = query(async () => (o.n = (o.n ?? 0) + 1));")
            .with("state/map.js", """
                    const m = new Map();
                    export const count = query(async () => { m.set(m.size, 1); return m.size; });
                    """)
            .with("state/list.js", "const list = []; export const count = query(async () => list.push(1));")
            .with("state/closure.js", """
                    const next = (() => { let n = 0; return () => ++n; })();
                    export const count = query(async () => next());
                    """)
            .with("state/statics.js", """
                    class Counter { static n = 0; }
                    export const count = query(async () => ++Counter.n);
                    """)
            .with("state/pattern.js", """
                    let n = 0;
                    export const count = query(async () => { [n] = [n + 1]; return n; });
                    """)
            .with("state/imported.js", """
                    import * as other from './variable.js';
                    export const count = query(async () => JSON.parse(await other.count.invokeQuery('[{}]')));
                    """)
            .with("state/common.js", """
                    var __commonJS = (cb, mod) => () => (mod || cb((mod = { exports: {} }).exports, mod), mod.exports);
                    var required = __commonJS((exports, module) => { let n = 0; module.exports = () => ++n; });
                    const next = required();
                    export const count = query(async () => next());
                    """);

    private static final String CLEAN =
            "2,[1],object,function,http://a/,logundefined,number,true,,,undefined,,undefined,,,,function,false,,true";

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "test", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
        client.push(APP);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static PushedApp changing(PushedApp app) {
        PushedApp changed = app;
        for (Map.Entry<String, String> change : CHANGES.entrySet()) {
            changed = changed.with(
                    "change/" + change.getKey() + ".js",
                    "export const change = mutation(async () => { " + change.getValue() + " });");
        }
        return changed;
    }

    static Stream<String> changes() {
        return CHANGES.keySet().stream().sorted();
    }

    private static String look() {
        return client.query("shared:look", "{}").value().asString();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void showsNothingOfWhatACallChanged(String what) {
        assertThat(look()).isEqualTo(CLEAN);

        assertThat(client.mutation("change/" + what + ":change", "{}").error()).isEmpty();

        // As many as there are processes, at least.
        for (int i = 0; i < 4; i++) {
            assertThat(look()).isEqualTo(CLEAN);
        }
    }

    @Test
    void showsNothingOfWhatACallChangesAfterItsEnd() {
        for (int i = 0; i < 4; i++) {
            client.query("shared:laterOn", "{}");

            assertThat(look()).isEqualTo(CLEAN);
        }
    }

    @Test
    void answersNothingThatACallAsksAfterItsEnd() {
        int before = client.query("shared:notes", "{}").value().asInt();

        for (int i = 0; i < 4; i++) {
            assertThat(client.mutation("shared:askLaterOn", "{}").value().asString())
                    .isEqualTo("done");
        }

        assertThat(client.query("shared:notes", "{}").value().asInt()).isEqualTo(before);
    }

    /** It fails where built-ins are sealed, and is run once more where they are not. */
    @Test
    void writesOnceWhenAFunctionHasToRunInAWorldOfItsOwn() {
        int before = client.query("shared:notes", "{}").value().asInt();

        assertThat(client.mutation("again:changeAndWrite", "{\"text\":\"a\"}")
                        .value()
                        .asString())
                .isEqualTo("theirs");

        assertThat(client.query("shared:notes", "{}").value().asInt()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"variable", "property", "map", "list", "closure", "statics", "pattern", "imported", "common"})
    void beginsWithTheVariablesOfAModuleAsItMadeThem(String module) {
        for (int i = 0; i < 4; i++) {
            assertThat(client.query("state/" + module + ":count", "{}").value().asInt())
                    .isEqualTo(1);
        }
    }

    /** What is known not to be seen, and README says so. That it counts on shows that calls do share worlds. */
    @Test
    void doesNotSeeWhatAnInstanceKeepsForItself() {
        int most = 0;
        for (int i = 0; i < 20; i++) {
            most = Math.max(most, client.query("shared:counted", "{}").value().asInt());
        }

        assertThat(most).isGreaterThan(1);
    }
}
