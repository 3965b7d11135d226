package dev.lockstep.sandbox.process;

import java.util.List;

/**
 * A path inside a sandbox, as far as words can tell; a link may still lead out of it.
 *
 * @param parts its folders and its name; none for the root
 */
public record SandboxPath(List<String> parts) {

    private static final int LONGEST = 1_000;
    private static final int LONGEST_PART = 255;

    public SandboxPath {
        parts = List.copyOf(parts);
    }

    /** @throws SandboxProblem when it is empty, absolute, leads upwards or holds what no file is called */
    public static SandboxPath of(String text) {
        SandboxPath path = folder(text);
        if (path.parts.isEmpty()) {
            throw SandboxProblem.pathRefused(text);
        }
        return path;
    }

    /** The same, and empty for the root. */
    public static SandboxPath folder(String text) {
        if (text.isEmpty()) {
            return new SandboxPath(List.of());
        }
        List<String> parts = List.of(text.split("/", -1));
        boolean wrong = text.length() > LONGEST
                || text.indexOf('\\') >= 0
                || text.chars().anyMatch(Character::isISOControl)
                || parts.stream().anyMatch(SandboxPath::isRefused);
        if (wrong) {
            // What is not a path must not be repeated at any length.
            throw SandboxProblem.pathRefused(text.length() > LONGEST ? text.substring(0, 100) + "…" : text);
        }
        return new SandboxPath(parts);
    }

    private static boolean isRefused(String part) {
        return part.isEmpty() || part.equals(".") || part.equals("..") || part.length() > LONGEST_PART;
    }

    @Override
    public String toString() {
        return String.join("/", parts);
    }
}
