package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.db.OwnTables;
import dev.lockstep.emulator.convex.schema.Validation;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.ValueLimits;
import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.JsonNode;

/** Finds functions and checks what goes into them and comes out, in the service's words. Stateless. */
final class Lookup {

    private Lookup() {}

    /** @throws FunctionError when there is no such function, the caller cannot see it, or it is of another kind */
    static FunctionSpec find(FunctionCall call, AppCode app) {
        FunctionPath path = call.path();
        CodeVersion code = app.require(path.component());
        FunctionSpec spec = code.function(path).orElse(null);
        boolean clientsOnly = call.reach() == FunctionCall.Reach.PUBLIC;
        if (spec == null || (clientsOnly && spec.visibility() == FunctionSpec.Visibility.INTERNAL)) {
            throw new FunctionError(
                    clientsOnly
                            ? "Could not find public function for '" + path + "'"
                            : "Could not find function for '" + path + "'. Did you forget to run `npx convex dev`?");
        }
        FunctionKind wanted = call.kind().orElse(spec.kind());
        if (wanted != spec.kind()) {
            throw new FunctionError("Trying to execute " + path + " as " + wanted.udfType() + ", but it is defined as "
                    + spec.kind().udfType() + ".");
        }
        return spec;
    }

    static void checkArgs(FunctionSpec spec, ConvexValue args, Snapshot snapshot) {
        ValueLimits.problem(args).ifPresent(problem -> {
            throw new FunctionError("Invalid arguments for " + spec.path().canonical() + ": " + problem);
        });
        spec.argsValidator()
                .flatMap(validator -> validation(spec, snapshot).problem(args, validator))
                .ifPresent(problem -> {
                    throw new FunctionError("ArgumentValidationError: " + problem);
                });
    }

    static ConvexValue checkedResult(FunctionSpec spec, String json, Snapshot snapshot) {
        if (json.length() > CallLimits.VALUE_BYTES) {
            throw new FunctionError("Function " + spec.path() + " return value is too large (actual: " + json.length()
                    + " bytes, limit: " + CallLimits.VALUE_BYTES + " bytes)");
        }
        ConvexValue value = ConvexJson.parse(json);
        ValueLimits.problem(value).ifPresent(problem -> {
            throw new FunctionError("Function " + spec.path().canonical() + " return value invalid: " + problem);
        });
        spec.returnsValidator()
                .flatMap(validator -> validation(spec, snapshot).problem(value, validator))
                .ifPresent(problem -> {
                    throw new FunctionError("ReturnsValidationError: " + problem);
                });
        return value;
    }

    private static Validation validation(FunctionSpec spec, Snapshot snapshot) {
        return new Validation(new OwnTables(snapshot, spec.path().component()));
    }

    /** @throws FunctionError when the arguments are not an object */
    static ConvexValue.Obj arguments(JsonNode arguments) {
        if (WireJson.value(arguments.path("args")) instanceof ConvexValue.Obj object) {
            return object;
        }
        throw new FunctionError("Arguments must be an object");
    }
}
