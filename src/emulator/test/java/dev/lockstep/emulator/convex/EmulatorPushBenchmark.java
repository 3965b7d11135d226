package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Ended;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the official CLI takes to push fifty functions in ten modules: cold, to an emulator in a process that has just
 * started, and warm, again with one module changed. Prints {@code bench <name> <figure> <unit>}: {@code -cli} is the whole
 * command, Node's start included; {@code -server} is what the emulator spent on the requests from start_push to
 * finish_push. Other work on the machine disturbs the figures.
 */
@Tag("bench")
class EmulatorPushBenchmark {

    private static final int MODULES = 10;
    private static final int IN_EACH = 5;
    private static final int WARM_PUSHES = 5;
    private static final List<String> STEPS = List.of("start_push", "wait_for_schema", "finish_push");

    @TempDir
    Path folder;

    /** Seconds of the command, milliseconds of the emulator. */
    private record Took(double cli, double server) {}

    @Test
    void pushesFiftyFunctions() throws Exception {
        Process process = KilledEmulator.start(folder.resolve("home"), 0);
        try (var proxy = new PushProxy(URI.create(KilledEmulator.address(process)))) {
            NodeProject project = NodeProject.bench(folder.resolve("project"), NodeProject.selfHosted(proxy.url()));
            project.write("convex/notes.js", "");
            IntStream.range(0, MODULES).forEach(module -> project.write(file(module), module(module, "first")));
            print("cold", push(project, proxy));

            var warm = new ArrayList<Took>();
            for (int i = 0; i < WARM_PUSHES; i++) {
                String word = "changed " + i;
                project.write(file(3), module(3, word));
                warm.add(push(project, proxy));
                assertThat(project.convex("run", "work3:step0", "{\"word\":\"?\"}")
                                .output())
                        .contains(word);
            }
            print("warm-first", warm.getFirst());
            warm.sort(Comparator.comparingDouble(Took::server));
            print("warm-median", warm.get(WARM_PUSHES / 2));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Took push(NodeProject project, PushProxy proxy) {
        long start = System.nanoTime();
        Ended pushed = project.convex("dev", "--once", "--typecheck=disable");
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(pushed.output()).contains("Convex functions ready!");
        return new Took(seconds, STEPS.stream().mapToDouble(proxy::millis).sum());
    }

    private static String file(int module) {
        return "convex/work" + module + ".js";
    }

    /** A query and mutations of a size that people write. */
    private static String module(int module, String word) {
        return """
                import { v } from "convex/values";
                import { mutation, query } from "./_generated/server.js";
                export const step0 = query({
                  args: { word: v.string() },
                  handler: async (ctx, args) => args.word + (await ctx.db.query("notes").take(1)).length + "%s",
                });
                """.formatted(word)
                + IntStream.range(1, IN_EACH).mapToObj("""
                export const step%1$s = mutation({
                  args: { room: v.string(), body: v.string(), tags: v.optional(v.array(v.string())) },
                  handler: async (ctx, { room, body }) => {
                    const before = await ctx.db.query("notes").withIndex("by_room", (q) => q.eq("room", room)).first();
                    if (before !== null) await ctx.db.patch(before._id, { body });
                    else await ctx.db.insert("notes", { room, body });
                    return "%1$s";
                  },
                });
                """::formatted).collect(Collectors.joining());
    }

    private static void print(String name, Took took) {
        System.out.printf(Locale.ROOT, "bench push-of-50-%s-cli %.2f s%n", name, took.cli);
        System.out.printf(Locale.ROOT, "bench push-of-50-%s-server %.0f ms%n", name, took.server);
    }
}
