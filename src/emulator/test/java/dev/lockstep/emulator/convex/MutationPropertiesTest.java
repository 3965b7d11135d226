package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever one mutation does to a few documents, with other mutations called inside it that fail or do not, it sees and
 * leaves behind what the same steps do to a plain map.
 */
@Tag("wire")
class MutationPropertiesTest {

    private static final int SLOTS = 4;

    private static final PushedApp APP = PushedApp.EMPTY.with("model.js", """
            const byN = { source: { type: 'IndexRange', indexName: 'things.by_n', range: [], order: 'desc' }, operators: [] };
            export const run = mutation(async ({ steps, ids, fails }, db) => {
              const seen = [];
              const attempt = async (slot, op, more) => {
                if (ids[slot] === undefined) return 'unknown';
                try {
                  const found = await db(op, { id: ids[slot], ...more });
                  return found === null ? 'gone' : [found.n, found.note ?? 'none'];
                } catch (error) {
                  return String(error).includes('nonexistent document') ? 'gone' : String(error);
                }
              };
              for (const { op, slot, n, inner } of steps) {
                switch (op) {
                  case 'insert':
                    ids[slot] = (await db('insert', { table: 'things', value: { n, note: 'new' } }))._id;
                    break;
                  case 'get': seen.push(await attempt(slot, 'get', {})); break;
                  case 'patch': seen.push(await attempt(slot, 'shallowMerge', { value: { n } })); break;
                  case 'replace': seen.push(await attempt(slot, 'replace', { value: { n } })); break;
                  case 'remove': seen.push(await attempt(slot, 'remove', {})); break;
                  case 'query':
                    seen.push((await rows(db, byN)).map((row) => row.n));
                    seen.push((await rows(db, all('things'))).map((row) => row.n).sort((a, b) => a - b));
                    break;
                  case 'call': case 'failingCall':
                    try {
                      const done = await db('runUdf', { udfType: 'mutation', name: 'model:run',
                        args: { steps: inner, ids, fails: op === 'failingCall' } });
                      seen.push(...done.seen);
                      Object.assign(ids, done.ids);
                    } catch (error) {
                      seen.push(String(error).includes('on purpose') ? 'taken back' : String(error));
                    }
                }
              }
              if (fails) throw new Error('on purpose');
              return { seen, ids };
            });
            export const rest = query(async (_, db) => (await rows(db, all('things'))).map((row) => [row.n, row.note ?? 'none']));
            export const clear = mutation(async (_, db) => {
              for (const row of await rows(db, all('things'))) await db('remove', { id: row._id });
            });
            """).withSchema("""
            { tables: [{ tableName: 'things', indexes: [{ indexDescriptor: 'by_n', fields: ['n'] }],
                searchIndexes: [], vectorIndexes: [], documentType: { type: 'any' } }], schemaValidation: true }
            """);

    private static Path home;
    private static ConvexEmulator emulator;
    private static EmulatorClient http;

    @BeforeContainer
    static void start() throws IOException {
        home = Files.createTempDirectory("mutations");
        open();
        http.push(APP);
    }

    private static void open() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "model", EmulatorClient.KEY));
        http = new EmulatorClient(emulator.url());
    }

    @AfterContainer
    static void stop() throws IOException {
        emulator.close();
        try (var files = Files.walk(home)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** One thing that a mutation does; the steps of a call that it makes are inside. */
    record Step(String op, int slot, int n, List<Step> inner) {

        ObjectNode json() {
            ObjectNode json = WireJson.object()
                    .put("op", op)
                    .put("slot", String.valueOf(slot))
                    .put("n", n);
            json.set("inner", steps(inner));
            return json;
        }
    }

    /** One mutation of a client's. */
    record Call(List<Step> steps, boolean fails) {}

    private record Thing(int n, String note) {}

    /** What the documents should be: those that are there by number, and which number each slot knows. */
    private static final class Model {

        private final Map<Integer, Thing> things = new TreeMap<>();
        private final Map<Integer, Integer> slots = new TreeMap<>();
        private int last;

        Model copy() {
            var copy = new Model();
            copy.things.putAll(things);
            copy.slots.putAll(slots);
            copy.last = last;
            return copy;
        }

        void run(List<Step> steps, ArrayNode seen) {
            steps.forEach(step -> run(step, seen));
        }

        private void run(Step step, ArrayNode seen) {
            switch (step.op) {
                case "insert" -> {
                    slots.put(step.slot, ++last);
                    things.put(last, new Thing(step.n, "new"));
                }
                case "query" -> {
                    ArrayNode descending = seen.addArray();
                    numbers().reversed().forEach(descending::add);
                    ArrayNode ascending = seen.addArray();
                    numbers().forEach(ascending::add);
                }
                case "call" -> run(step.inner, seen);
                case "failingCall" -> seen.add("taken back");
                default -> one(step, seen);
            }
        }

        private void one(Step step, ArrayNode seen) {
            Integer number = slots.get(step.slot);
            Thing thing = number == null ? null : things.get(number);
            if (thing == null) {
                seen.add(number == null ? "unknown" : "gone");
                return;
            }
            Thing after = switch (step.op) {
                case "patch" -> new Thing(step.n, thing.note);
                case "replace" -> new Thing(step.n, "none");
                default -> thing;
            };
            if (step.op.equals("remove")) {
                things.remove(number);
            } else {
                things.put(number, after);
            }
            seen.addArray().add(after.n).add(after.note);
        }

        private List<Integer> numbers() {
            return things.values().stream().map(Thing::n).sorted().toList();
        }

        List<String> rest() {
            return things.values().stream()
                    .map(thing -> "[" + thing.n + ",\"" + thing.note + "\"]")
                    .sorted()
                    .toList();
        }
    }

    @Property(tries = 150, seed = "20261129")
    void seesAndLeavesWhatAMapWould(@ForAll("calls") List<Call> calls) {
        http.mutation("model:clear", "{}");
        var model = new Model();
        var ids = WireJson.object();
        for (Call call : calls) {
            Model next = model.copy();
            ArrayNode expected = WireJson.parse("[]").asArray();
            next.run(call.steps, expected);
            ObjectNode args = WireJson.object().put("fails", call.fails);
            args.set("steps", steps(call.steps));
            args.set("ids", ids);
            var answer = http.mutation("model:run", args.toString());

            if (call.fails) {
                assertThat(answer.error()).contains("on purpose");
            } else {
                assertThat(answer.value().path("seen")).as(answer.body()).hasToString(expected.toString());
                ids = answer.value().path("ids").asObject();
                model = next;
            }
            assertThat(rest()).isEqualTo(model.rest());
        }
    }

    @Property(tries = 3, seed = "20261129")
    void findsTheSameAfterARestart(@ForAll("calls") List<Call> calls) {
        seesAndLeavesWhatAMapWould(calls);
        List<String> before = rest();
        emulator.close();
        open();
        assertThat(rest()).isEqualTo(before);
    }

    private static List<String> rest() {
        var rest = new ArrayList<String>();
        http.query("model:rest", "{}").value().forEach(row -> rest.add(row.toString()));
        return rest.stream().sorted().toList();
    }

    private static ArrayNode steps(List<Step> steps) {
        ArrayNode json = WireJson.parse("[]").asArray();
        steps.forEach(step -> json.add(step.json()));
        return json;
    }

    @Provide
    Arbitrary<List<Call>> calls() {
        return Combinators.combine(
                        steps(2).list().ofMinSize(1).ofMaxSize(10), Arbitraries.of(false, false, false, true))
                .as(Call::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Arbitrary<Step> steps(int depth) {
        Arbitrary<List<Step>> inner = depth == 0
                ? Arbitraries.just(List.of())
                : Arbitraries.lazy(() -> steps(depth - 1).list().ofMinSize(1).ofMaxSize(5));
        List<String> plain =
                List.of("insert", "insert", "insert", "get", "patch", "replace", "remove", "remove", "query");
        var ops = new ArrayList<>(plain);
        if (depth > 0) {
            ops.addAll(List.of("call", "failingCall"));
        }
        return Arbitraries.of(ops)
                .flatMap(op -> Combinators.combine(
                                Arbitraries.integers().between(0, SLOTS - 1),
                                Arbitraries.integers().between(0, 5),
                                op.endsWith("all") || op.endsWith("Call") ? inner : Arbitraries.just(List.<Step>of()))
                        .as((slot, n, steps) -> new Step(op, slot, n, steps)));
    }
}
