package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The app's environment variables: names and values that its functions see. Kept on disk. Thread-safe. */
final class EnvironmentVariables {

    private static final String KIND = "variable";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_]+[a-zA-Z0-9_]*");
    private static final int MAX_NAME = 256;
    private static final int MAX_VALUE = 8192;
    private static final int MAX_COUNT = 512;

    private final DeploymentFile file;
    private Map<String, String> values;

    EnvironmentVariables(DeploymentFile file) {
        this.file = file;
        this.values = file.settings(KIND);
    }

    synchronized Map<String, String> all() {
        return Map.copyOf(values);
    }

    /**
     * Sets and removes, all or nothing.
     *
     * @param changes an empty value removes the variable
     * @throws Refusal 400 naming the variable, never its value
     */
    synchronized void update(Map<String, Optional<String>> changes) {
        var next = new TreeMap<>(values);
        changes.forEach((name, value) -> {
            check(name, value.orElse(""));
            value.ifPresentOrElse(text -> next.put(name, text), () -> next.remove(name));
        });
        if (next.size() > MAX_COUNT) {
            throw Refusal.badRequest("EnvVarLimitMet", "There can be at most " + MAX_COUNT + " environment variables");
        }
        file.replace(Map.of(KIND, next));
        values = next;
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.badRequest(
                    "EnvironmentVariableNameInvalid",
                    "The environment variable name \"" + name
                            + "\" must be letters, digits and underscores and not begin with a digit");
        }
        if (name.length() > MAX_NAME) {
            throw Refusal.badRequest(
                    "EnvironmentVariableNameTooLong",
                    "The environment variable name \"" + name.substring(0, 40) + "…\" is longer than " + MAX_NAME);
        }
        if (value.length() > MAX_VALUE) {
            throw Refusal.badRequest(
                    "EnvironmentVariableValueTooLarge",
                    "The value of the environment variable " + name + " is larger than " + MAX_VALUE + " bytes");
        }
    }
}
