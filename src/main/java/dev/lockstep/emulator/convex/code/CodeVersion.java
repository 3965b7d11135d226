package dev.lockstep.emulator.convex.code;

import dev.lockstep.emulator.convex.schema.AppSchema;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that calls run on: the modules of one push with the functions found in them, and the environment
 * variables. A push or a changed variable makes a new version; calls in flight keep theirs.
 *
 * @param modules by path
 * @param functions by path
 */
public record CodeVersion(
        Map<String, PushedModule> modules,
        Map<FunctionPath, FunctionSpec> functions,
        AppSchema schema,
        Map<String, String> environment) {

    public static final CodeVersion EMPTY = new CodeVersion(Map.of(), Map.of(), AppSchema.NONE, Map.of());

    public CodeVersion {
        modules = Map.copyOf(modules);
        functions = Map.copyOf(functions);
        environment = Map.copyOf(environment);
    }

    public Optional<FunctionSpec> function(FunctionPath path) {
        return Optional.ofNullable(functions.get(path));
    }

    public CodeVersion withEnvironment(Map<String, String> variables) {
        return new CodeVersion(modules, functions, schema, variables);
    }

    /** The modules in order of path. */
    public Map<String, PushedModule> sortedModules() {
        return new TreeMap<>(modules);
    }
}
