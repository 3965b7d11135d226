package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.call.HttpCall;
import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which router answers a path: the app's own, or that of a component that is mounted under the longest prefix of it.
 *
 * @param components every use of a component with its definition, the app's under the root
 */
public record HttpRoutes(Map<ComponentPath, ComponentDefinition> components) {

    private static final String CHILD = "_reference/childComponent/";

    /**
     * Where a request goes.
     *
     * @param route the path as the component's router knows it
     */
    public record Match(ComponentPath component, String route) {}

    /** Whether any router is there. */
    public boolean isEmpty() {
        return components.values().stream().noneMatch(HttpRoutes::hasRouter);
    }

    /** @param method in upper case; HEAD is answered by GET routes */
    public Optional<Match> match(String path, String method) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        return match(ComponentPath.ROOT, path, wanted);
    }

    private Optional<Match> match(ComponentPath component, String path, String method) {
        ComponentDefinition definition = components.get(component);
        if (definition == null) {
            return Optional.empty();
        }
        String prefix = definition.metadata().path("httpPrefix").asString("/");
        Optional<String> own = component.isRoot() ? below(prefix, path) : Optional.of(path);
        return own.filter(route -> has(definition, route, method))
                .map(route -> new Match(component, route))
                .or(() -> mounted(component, definition, path, method));
    }

    private Optional<Match> mounted(
            ComponentPath component, ComponentDefinition definition, String path, String method) {
        return definition.metadata().path("httpMounts").properties().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, JsonNode> mount) ->
                                mount.getKey().length())
                        .reversed())
                .flatMap(mount -> below(mount.getKey(), path)
                        .flatMap(rest -> match(
                                component.child(mount.getValue().asString("").replace(CHILD, "")), rest, method))
                        .stream())
                .findFirst();
    }

    /** What is left of the path under a prefix that ends with a slash. */
    private static Optional<String> below(String prefix, String path) {
        return path.startsWith(prefix) ? Optional.of("/" + path.substring(prefix.length())) : Optional.empty();
    }

    private static boolean has(ComponentDefinition definition, String path, String method) {
        for (JsonNode entry : routes(definition)) {
            JsonNode route = entry.path("route");
            String declared = route.path("path").asString("");
            boolean fits = declared.endsWith("*")
                    ? path.startsWith(declared.substring(0, declared.length() - 1))
                    : path.equals(declared);
            if (fits && route.path("method").asString("").equals(method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasRouter(ComponentDefinition definition) {
        return routes(definition).isArray();
    }

    private static JsonNode routes(ComponentDefinition definition) {
        return definition
                .analysis()
                .getOrDefault(HttpCall.MODULE, WireJson.object())
                .path("httpRoutes");
    }
}
