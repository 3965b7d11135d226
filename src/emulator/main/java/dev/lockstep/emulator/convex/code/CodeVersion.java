package dev.lockstep.emulator.convex.code;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import java.util.Map;
import java.util.Optional;

/**
 * What scripts of one component run on: the modules of one push with the functions found in them, and the environment
 * variables. A push or a changed variable makes a new version; calls in flight keep theirs.
 *
 * @param component where it is used; the root for the app
 * @param modules by path
 * @param functions by path
 */
public record CodeVersion(
        ComponentPath component,
        Map<String, PushedModule> modules,
        Map<FunctionPath, FunctionSpec> functions,
        AppSchema schema,
        Map<String, String> environment) {

    public static final CodeVersion EMPTY =
            new CodeVersion(ComponentPath.ROOT, Map.of(), Map.of(), AppSchema.NONE, Map.of());

    public CodeVersion {
        modules = Map.copyOf(modules);
        functions = Map.copyOf(functions);
        environment = Map.copyOf(environment);
    }

    public Optional<FunctionSpec> function(FunctionPath path) {
        return Optional.ofNullable(functions.get(path));
    }
}
