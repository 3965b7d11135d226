package dev.lockstep.emulator.convex.system;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.Optional;

/** Arguments of built-in functions by name. */
final class Args {

    private Args() {}

    static String text(Obj args, String name) {
        return optionalText(args, name)
                .orElseThrow(() ->
                        new FunctionError("ArgumentValidationError: the argument `" + name + "` must be a string"));
    }

    /** Empty when it is absent or null. */
    static Optional<String> optionalText(Obj args, String name) {
        return args.field(name).filter(Text.class::isInstance).map(value -> ((Text) value).value());
    }

    static long count(Obj args, String name) {
        return args.number(name)
                .orElseThrow(() ->
                        new FunctionError("ArgumentValidationError: the argument `" + name + "` must be a number"))
                .longValue();
    }

    static Obj object(Obj args, String name) {
        return args.field(name)
                .filter(Obj.class::isInstance)
                .map(Obj.class::cast)
                .orElseThrow(() ->
                        new FunctionError("ArgumentValidationError: the argument `" + name + "` must be an object"));
    }

    static ConvexValue any(Obj args, String name) {
        return args.field(name)
                .orElseThrow(
                        () -> new FunctionError("ArgumentValidationError: the argument `" + name + "` is missing"));
    }
}
