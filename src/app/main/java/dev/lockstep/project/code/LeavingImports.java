package dev.lockstep.project.code;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Imports that lead out of a project's folder. Convex's bundler follows every path that it can read, so that what is found
 * there would be pushed with the code. Told here, at the line, before a save and before a push; what keeps the bundler in is
 * the sandbox's wall, not this look, which sees only addresses that are written out.
 */
public final class LeavingImports {

    static final ProblemCode LEAVES = new ProblemCode("ImportLeavesProject");

    /** {@code import … from "x"}, {@code export … from "x"}, {@code import "x"}, {@code import("x")}, {@code require("x")}. */
    private static final Pattern SPECIFIER =
            // Not Buffer.from("/9j/…"), which is a method that gets a text.
            Pattern.compile(
                    "(?<![.\\w$])(?:from|import\\s*\\(?|require\\s*\\()\\s*([\"'`])((?:\\\\.|(?!\\1)[^\\n])+)\\1");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))");

    private LeavingImports() {}

    /**
     * @param path of the file, from the project's root
     * @throws Problem when it imports something outside of the project's folder, with the line
     */
    public static void refuse(String path, String text) {
        Path folder = Path.of("/", path).getParent();
        Matcher found = SPECIFIER.matcher(text);
        while (found.find()) {
            String address = plain(found.group(2));
            if (leaves(folder, address)) {
                long line = text.substring(0, found.start(2)).lines().count();
                throw new Problem(
                        LEAVES,
                        Problem.Kind.PERMANENT,
                        path + ", line " + line + ": the import of \"" + address
                                + "\" leads out of the project's folder.",
                        "Import from packages and from files below convex only.",
                        Problem.Words.with(path, line, address));
            }
        }
    }

    private static boolean leaves(Path folder, String address) {
        if (address.startsWith("/") || address.startsWith("\\") || address.matches("(?i)(?:file:.*|[a-z]:[\\\\/].*)")) {
            return true;
        }
        // A package is found in node_modules, one below the root; its name may not climb out either.
        return depth(address, address.startsWith(".") ? folder.getNameCount() : 1) < 0;
    }

    /** How deep an address ends, or below zero when it was above the root on the way: there may be links there. */
    private static int depth(String address, int from) {
        int depth = from;
        for (String part : address.split("[/\\\\]+")) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.equals(".") && !part.isEmpty()) {
                depth++;
            }
            if (depth < 0) {
                return depth;
            }
        }
        return depth;
    }

    private static String plain(String literal) {
        return ESCAPE.matcher(literal).replaceAll(escape -> {
            String code = escape.group(1) != null ? escape.group(1) : escape.group(2);
            String meant = code == null ? escape.group(3) : String.valueOf((char) Integer.parseInt(code, 16));
            return Matcher.quoteReplacement(meant);
        });
    }
}
