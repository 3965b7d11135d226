package dev.lockstep.emulator.convex.repl;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.FunctionRunner;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.script.ModuleReader;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.convex.script.ScriptError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Queries that somebody writes for this once: they run beside the code that was pushed, read what it reads, and are gone
 * afterwards. Thread-safe.
 */
public final class OneOffQueries {

    /** The one module that such a query may import, and where it finds it here. */
    private static final String WRAPPERS = "convex:/_system/repl/wrappers.js";

    private static final String FOLDER = "_repl/";
    private static final String QUERY = FOLDER + "testQuery.js";
    private static final String LIBRARY = FOLDER + "wrappers.js";

    /**
     * What is to run.
     *
     * @param component whose tables it reads
     * @param source of a module whose default export is a query
     */
    public record Question(ComponentPath component, String source, Obj args, Identity identity, String requestId) {}

    private final ScriptEngine engine;
    private final Supplier<AppCode> current;
    private final Function<Supplier<AppCode>, FunctionRunner> runners;

    /** What the call on this thread runs on: a runner costs threads, and is shared by all calls. */
    private final ThreadLocal<AppCode> asked = new ThreadLocal<>();

    private @Nullable FunctionRunner runner;

    /** @param runners runs functions of other code than was pushed, which is asked for on the thread of the call */
    public OneOffQueries(
            ScriptEngine engine, Supplier<AppCode> current, Function<Supplier<AppCode>, FunctionRunner> runners) {
        this.engine = engine;
        this.current = current;
        this.runners = runners;
    }

    /** Runs it on the latest data. A module that cannot be used is a failure like any other. */
    public Outcome run(Question question) {
        AppCode app = current.get();
        CodeVersion with = with(question.source(), app.require(question.component()));
        var path = new FunctionPath(question.component(), QUERY, "default");
        JsonNode declared;
        try (ModuleReader reader = engine.reader()) {
            declared = reader.read(with, QUERY, "functions").path("functions");
        } catch (ScriptError e) {
            return failure(e.message());
        }
        Optional<FunctionSpec> query = declared.valueStream()
                .map(json -> FunctionSpec.of(question.component(), QUERY, json))
                .filter(spec -> spec.path().equals(path) && spec.kind() == FunctionKind.QUERY)
                .findFirst();
        if (query.isEmpty()) {
            return failure("The module must have a default export that is a query: export default query({ … })");
        }
        var components = new HashMap<>(app.components());
        components.put(question.component(), with(query.get(), with));
        asked.set(new AppCode(components));
        try {
            return runner().run(new FunctionCall(
                    path,
                    question.args(),
                    question.identity(),
                    Optional.of(FunctionKind.QUERY),
                    FunctionCall.Reach.INTERNAL,
                    question.requestId()));
        } finally {
            asked.remove();
        }
    }

    /** Made when it is first needed, which it never is in most deployments. */
    private synchronized FunctionRunner runner() {
        FunctionRunner made = runner;
        if (made == null) {
            made = runners.apply(asked::get);
            runner = made;
        }
        return made;
    }

    private static Outcome failure(String message) {
        return new Outcome.Failure(message, Optional.empty(), List.of());
    }

    private static CodeVersion with(String source, CodeVersion code) {
        var modules = new HashMap<>(code.modules());
        modules.put(LIBRARY, module(LIBRARY, wrappers()));
        modules.put(QUERY, module(QUERY, source.replace(WRAPPERS, "./wrappers.js")));
        return new CodeVersion(code.component(), modules, code.functions(), code.schema(), code.environment());
    }

    private static CodeVersion with(FunctionSpec query, CodeVersion code) {
        var functions = new HashMap<>(code.functions());
        functions.put(query.path(), query);
        return new CodeVersion(code.component(), code.modules(), functions, code.schema(), code.environment());
    }

    private static PushedModule module(String path, String source) {
        return new PushedModule(path, source, "", PushedModule.Environment.ISOLATE);
    }

    private static String wrappers() {
        try (InputStream in = OneOffQueries.class.getResourceAsStream("wrappers.js")) {
            if (in == null) {
                throw new IllegalStateException("Bug: wrappers.js is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
