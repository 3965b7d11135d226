package dev.lockstep.emulator.convex.code;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The code of an app and of every component it uses, as one push left it.
 *
 * @param components by where they are used; the app itself under the root
 */
public record AppCode(Map<ComponentPath, CodeVersion> components) {

    public static final AppCode EMPTY = new AppCode(Map.of());

    public AppCode {
        components = new TreeMap<>(components);
        components.putIfAbsent(ComponentPath.ROOT, CodeVersion.EMPTY);
    }

    /** The app's own code. */
    public CodeVersion root() {
        return components.get(ComponentPath.ROOT);
    }

    public Optional<CodeVersion> component(ComponentPath path) {
        return Optional.ofNullable(components.get(path));
    }

    /** @throws FunctionError when the app does not use such a component */
    public CodeVersion require(ComponentPath path) {
        return component(path)
                .orElseThrow(() -> new FunctionError("Component \"" + path + "\" is not used by this app. "
                        + "Did you forget to run `npx convex dev`?"));
    }

    public Optional<FunctionSpec> function(FunctionPath path) {
        return component(path.component()).flatMap(code -> code.function(path));
    }
}
