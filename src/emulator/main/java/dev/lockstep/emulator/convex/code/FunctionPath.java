package dev.lockstep.emulator.convex.code;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.regex.Pattern;

/**
 * The name of a function.
 *
 * @param component whose function it is
 * @param module with its extension, for example {@code folder/messages.js}
 * @param function the export, for example {@code list} or {@code default}
 */
public record FunctionPath(ComponentPath component, String module, String function) {

    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** A function of the app itself. */
    public FunctionPath(String module, String function) {
        this(ComponentPath.ROOT, module, function);
    }

    /** The function of the same name in a component. */
    public FunctionPath in(ComponentPath other) {
        return new FunctionPath(other, module, function);
    }

    /**
     * Reads {@code folder/messages:list}; the extension may be there, and no function means {@code default}.
     *
     * @throws Refusal 400 {@code BadConvexFunctionIdentifier}
     */
    public static FunctionPath parse(String text) {
        int colon = text.lastIndexOf(':');
        String module = colon < 0 ? text : text.substring(0, colon);
        String function = colon < 0 ? "default" : text.substring(colon + 1);
        if (module.endsWith(".js")) {
            module = module.substring(0, module.length() - 3);
        }
        for (String step : module.split("/", -1)) {
            if (!STEP.matcher(step).matches() || step.chars().allMatch(c -> c == '.')) {
                throw bad(text);
            }
        }
        if (!IDENTIFIER.matcher(function).matches()) {
            throw bad(text);
        }
        return new FunctionPath(module + ".js", function);
    }

    /** {@code folder/messages:list}, without the component. */
    @Override
    public String toString() {
        return module.substring(0, module.length() - 3) + ":" + function;
    }

    /** {@code folder/messages.js:list}, as the service's own tables have it. */
    public String canonical() {
        return module + ":" + function;
    }

    private static Refusal bad(String text) {
        return Refusal.badRequest(
                "BadConvexFunctionIdentifier",
                "`" + text + "` is not a valid path to a Convex function. It looks like `module:function`.");
    }
}
