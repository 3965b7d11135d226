package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.cron.Crons;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the service refuses of modules and of what they declare, in its words. Stateless. */
final class Declarations {

    private static final String CODE = "InvalidModules";
    private static final String LOADING = "Loading the pushed modules encountered the following error:\n";
    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9_.]+");

    private Declarations() {}

    /** A refusal in the service's words for a module that cannot be used. */
    static Refusal unusable(String path, String why) {
        return Refusal.badRequest(CODE, LOADING + "Failed to analyze " + path + ": " + why);
    }

    /** @throws Refusal 400 {@code InvalidModules} when the path cannot be part of a function's name */
    static void checkPath(String path) {
        for (String step : path.split("/", -1)) {
            if (!STEP.matcher(step).matches()) {
                throw Refusal.badRequest(
                        CODE,
                        "Path component " + step
                                + " can only contain alphanumeric characters, underscores, or periods.");
            }
        }
    }

    /**
     * Takes out of the analysis what is only there to be checked.
     *
     * @param found {@code {functions, httpRoutes, cronSpecs, hasDefault?, badHandlers?}}
     * @throws Refusal 400 {@code InvalidModules} for a function without a handler, and for {@code http.js} and {@code
     *     crons.js} that declare no router and no cron jobs
     */
    static void checkExports(PushedModule module, ObjectNode found) {
        boolean hasDefault = found.path("hasDefault").asBoolean(false);
        JsonNode badHandlers = found.path("badHandlers");
        found.remove("hasDefault");
        found.remove("badHandlers");
        if (!badHandlers.isEmpty()) {
            String function = module.path() + ":" + badHandlers.path(0).asString();
            throw unusable(module.path(), function + ".handler is not a function.");
        }
        boolean inNode = module.environment() == PushedModule.Environment.NODE;
        switch (module.path()) {
            case "http.js" -> checkDefault(module, !inNode, hasDefault, found.path("httpRoutes"), "a Router");
            case "crons.js" -> checkDefault(module, !inNode, hasDefault, found.path("cronSpecs"), "a Crons object");
            default -> {}
        }
    }

    private static void checkDefault(
            PushedModule module, boolean evaluated, boolean hasDefault, JsonNode declared, String kind) {
        if (!evaluated) {
            throw unusable(module.path(), "this file cannot say \"use node\".");
        }
        if (!hasDefault) {
            throw unusable(module.path(), "`convex/" + module.path() + "` must have a default export of " + kind + ".");
        }
        if (!declared.isArray()) {
            throw unusable(module.path(), "The default export of `convex/" + module.path() + "` is not " + kind + ".");
        }
    }

    /** @throws Refusal 400 {@code InvalidModules} for a cron job of a function that is not there or is a query */
    static void checkCrons(ComponentDefinition definition) {
        Crons.specs(definition).forEach((name, spec) -> checkCron(name, spec, definition));
    }

    private static void checkCron(String name, JsonNode spec, ComponentDefinition definition) {
        String target = spec.path("name").asString("");
        // A handle names a function of a component, which is looked up when its time comes.
        if (target.startsWith("function://")) {
            return;
        }
        FunctionPath path = FunctionPath.parse(target);
        if (cannotBeKnown(definition.modules().get(path.module()), definition.analysis())) {
            return;
        }
        String job = "The cron job '" + name + "' schedules a ";
        JsonNode function = function(path, definition)
                .orElseThrow(() ->
                        Refusal.badRequest(CODE, LOADING + job + "function that does not exist: " + path.canonical()));
        if (function.path("udfType").asString("").equals("Query")) {
            throw Refusal.badRequest(
                    CODE,
                    LOADING + job + "query function, only actions and mutations can be scheduled: " + path.canonical());
        }
    }

    /** Without Node on the path nothing is found in modules that say "use node", and everything else is to run. */
    private static boolean cannotBeKnown(@Nullable PushedModule module, Map<String, JsonNode> analysis) {
        return module != null
                && module.environment() == PushedModule.Environment.NODE
                && analysis.get(module.path()).path("functions").isEmpty();
    }

    private static Optional<JsonNode> function(FunctionPath path, ComponentDefinition definition) {
        return Optional.ofNullable(definition.analysis().get(path.module()))
                .flatMap(module -> module.path("functions")
                        .valueStream()
                        .filter(function -> function.path("name").asString("").equals(path.function()))
                        .findFirst());
    }
}
