package dev.lockstep.emulator.convex.code;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.Validator;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function that was found in a module.
 *
 * @param argsJson its argument validator as the app exports it
 * @param returnsJson its result validator; {@code "null"} for none
 */
public record FunctionSpec(
        FunctionPath path,
        FunctionKind kind,
        Visibility visibility,
        @Nullable Validator args,
        @Nullable Validator returns,
        String argsJson,
        String returnsJson) {

    /** Who may call a function. */
    public enum Visibility {
        PUBLIC,
        INTERNAL
    }

    /**
     * @param component whose module it is
     * @param json an element of {@code functions} of the analysis that is kept and sent to the CLI
     */
    public static FunctionSpec of(ComponentPath component, String module, JsonNode json) {
        String args = json.path("args").asString("{\"type\":\"any\"}");
        String returns = json.path("returns").asString("null");
        return new FunctionSpec(
                new FunctionPath(component, module, json.path("name").asString()),
                FunctionKind.named(json.path("udfType").asString()),
                "public".equals(json.path("visibility").path("kind").asString())
                        ? Visibility.PUBLIC
                        : Visibility.INTERNAL,
                validator(args),
                validator(returns),
                args,
                returns);
    }

    public ObjectNode json() {
        ObjectNode json = WireJson.object().put("name", path.function());
        json.putNull("pos");
        json.put("udfType", kind.udfType());
        json.putObject("visibility").put("kind", visibility == Visibility.PUBLIC ? "public" : "internal");
        return json.put("args", argsJson).put("returns", returnsJson);
    }

    /** The argument validator; empty when everything is accepted. */
    public Optional<Validator> argsValidator() {
        return Optional.ofNullable(args);
    }

    public Optional<Validator> returnsValidator() {
        return Optional.ofNullable(returns);
    }

    private static @Nullable Validator validator(String json) {
        JsonNode node = WireJson.parse(json);
        return node.isNull() || "any".equals(node.path("type").asString("")) ? null : Validator.of(node);
    }
}
