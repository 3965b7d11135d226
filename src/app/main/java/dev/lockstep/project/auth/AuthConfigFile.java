package dev.lockstep.project.auth;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a project's {@code convex/auth.config.ts}. What is in a file already stays where that can be done; a file
 * without providers, and one of a shape of its own, is written anew.
 */
public final class AuthConfigFile {

    public static final String PATH = "convex/auth.config.ts";

    private static final Pattern LIST = Pattern.compile("\\bproviders\\s*:\\s*\\[");

    private static final Pattern NOBODY = Pattern.compile(
            "\\s*(?:import\\s[^;]*;\\s*)?"
                    + "export\\s+default\\s*\\{\\s*providers\\s*:\\s*\\[\\s*],?\\s*}\\s*(?:satisfies\\s+AuthConfig\\s*)?;?\\s*");

    private AuthConfigFile() {}

    /** The file, trusting whom this variable names besides those that it trusts already. */
    public static String trusting(Optional<String> now, String variable) {
        String text = now.orElse("");
        String code = Comments.blanked(text);
        if (names(code, variable)) {
            return text;
        }
        String structure = Comments.structure(text);
        Matcher list = LIST.matcher(structure);
        boolean one = list.find() && !list.find(list.end());
        if (!one || NOBODY.matcher(structure).matches()) {
            return fresh(variable);
        }
        list.find(0);
        String rest = text.substring(list.end());
        return text.substring(0, list.end()) + "\n    " + entry(variable)
                + (rest.matches("(?s)[ \\t]*\\R.*") ? "" : "\n    ") + rest;
    }

    /** Whether a provider has this variable for its domain. */
    private static boolean names(String code, String variable) {
        String named = "\\bdomain\\s*:\\s*process\\.env(?:\\." + variable + "\\b|\\[\\s*[\"']" + variable + "[\"'])";
        return Pattern.compile(named).matcher(code).find();
    }

    private static String fresh(String variable) {
        return """
                import type { AuthConfig } from "convex/server";

                // Whose sign-ins this project trusts.
                // Read at each push, with the variables set by then.
                export default {
                  providers: [
                    %s
                  ],
                } satisfies AuthConfig;
                """.formatted(entry(variable));
    }

    private static String entry(String variable) {
        return "{ domain: process.env." + variable + "!, applicationID: \"convex\" },";
    }
}
