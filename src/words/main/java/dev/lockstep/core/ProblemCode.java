package dev.lockstep.core;

import java.util.regex.Pattern;

/**
 * The stable name of a kind of problem, for machines: tests assert it, metrics count it, translations key on it.
 *
 * @param text PascalCase, letters and digits, at most 64 characters
 */
public record ProblemCode(String text) {

    private static final Pattern SHAPE = Pattern.compile("[A-Z][A-Za-z0-9]{1,63}");

    public ProblemCode {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("A problem code is PascalCase, not '" + text + "'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
