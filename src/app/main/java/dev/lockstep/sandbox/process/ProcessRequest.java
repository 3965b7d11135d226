package dev.lockstep.sandbox.process;

import dev.lockstep.core.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A process to be started. Nothing in it goes through a shell, and it sees no other variables than PATH, HOME, LANG,
 * TMPDIR and those that are named here.
 *
 * @param name what it is, for example {@code convex-dev}: of each name one process runs at a time
 * @param argv the program, found on the PATH, and its arguments; never a secret
 * @param environment what it sees besides
 * @param secrets what it sees besides and what never shows in its lines
 * @param folder where it starts, from the sandbox's root; empty for the root
 * @param reaches the addresses that it needs; it is not started where one cannot be reached
 */
public record ProcessRequest(
        String name,
        List<String> argv,
        Map<String, String> environment,
        Map<String, Secret> secrets,
        String folder,
        ProcessLimits limits,
        List<URI> reaches) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");

    public ProcessRequest {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
        reaches = List.copyOf(reaches);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A process is named in small letters and dashes, not '" + name + "'");
        }
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("A process needs a program");
        }
        argv.forEach(word -> checkText("argument", word));
        environment.forEach((variable, value) -> checkText(checkName(variable), value));
        secrets.forEach((variable, value) -> checkText(checkName(variable), value.reveal()));
        for (Secret secret : secrets.values()) {
            if (argv.stream().anyMatch(word -> word.contains(secret.reveal()))) {
                throw new IllegalArgumentException("Bug: a secret of '" + name + "' is on its command line");
            }
        }
    }

    /** With nothing but a name and a command line. */
    public static ProcessRequest of(String name, String... argv) {
        return new ProcessRequest(name, List.of(argv), Map.of(), Map.of(), "", ProcessLimits.USUAL, List.of());
    }

    public ProcessRequest with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new ProcessRequest(name, argv, more, secrets, folder, limits, reaches);
    }

    public ProcessRequest with(String variable, Secret value) {
        Map<String, Secret> more = new HashMap<>(secrets);
        more.put(variable, value);
        return new ProcessRequest(name, argv, environment, more, folder, limits, reaches);
    }

    public ProcessRequest within(ProcessLimits other) {
        return new ProcessRequest(name, argv, environment, secrets, folder, other, reaches);
    }

    public ProcessRequest in(String otherFolder) {
        return new ProcessRequest(name, argv, environment, secrets, otherFolder, limits, reaches);
    }

    public ProcessRequest reaching(URI address) {
        List<URI> more = new ArrayList<>(reaches);
        more.add(address);
        return new ProcessRequest(name, argv, environment, secrets, folder, limits, more);
    }

    private static String checkName(String variable) {
        if (!VARIABLE.matcher(variable).matches()) {
            throw new IllegalArgumentException("'" + variable + "' cannot be the name of a variable");
        }
        return variable;
    }

    private static void checkText(String what, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The " + what + " holds a character that no process can be given");
        }
    }
}
