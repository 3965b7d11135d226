package dev.lockstep.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files of environment variables: read as dotenv reads what people paste, and written so that {@code sh}, {@code bash},
 * dotenv and this class read the same.
 *
 * <pre>
 *   # a comment                       export NAME=value         NAME = value with spaces   # a comment
 *   NAME='as it is, # included,       NAME="with \\n escapes    NAME=`quotes " and ' inside`
 *   over lines'                       over lines"               NAME=            (empty)
 * </pre>
 *
 * Never throws: what cannot be read is told by line, and the rest is read all the same. Values are never part of what is
 * told.
 */
public final class EnvFile {

    /** Without a meaning of their own to any shell; a {@code |}, say, is one command's end and another one's start. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");

    private static final String BOM = "\uFEFF";

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Remark> remarks = new ArrayList<>();
    private int at;
    private int line = 1;

    /**
     * Something to know about a line.
     *
     * @param line from 1
     */
    public record Remark(int line, Kind kind, String name) {

        /** What it is about. */
        public enum Kind {
            /** The line is neither a comment nor NAME=value; it is left out. */
            NOT_A_VARIABLE,
            /** A quote is opened and never closed; the variable is left out. */
            OPEN_QUOTE,
            /** The name came before; the later value counts. */
            TWICE
        }
    }

    /** What was read, in the order of the file. */
    public record Read(SequencedMap<String, String> values, List<Remark> remarks) {

        /** Without the values, which are secrets more often than not. */
        @Override
        public String toString() {
            return "Read[names=" + values.keySet() + ", remarks=" + remarks + "]";
        }
    }

    private EnvFile(String text) {
        this.text = (text.startsWith(BOM) ? text.substring(1) : text)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
    }

    public static Read read(String text) {
        return new EnvFile(text).read();
    }

    private Read read() {
        while (at < text.length()) {
            variable();
        }
        return new Read(new LinkedHashMap<>(values), List.copyOf(remarks));
    }

    private void variable() {
        skipBlanks();
        if (end() || peek() == '\n' || peek() == '#') {
            skipLine();
            return;
        }
        int first = line;
        String name = name();
        skipBlanks();
        if (end() || peek() != '=') {
            remarks.add(new Remark(first, Remark.Kind.NOT_A_VARIABLE, ""));
            skipLine();
            return;
        }
        at++;
        skipBlanks();
        String value;
        if (!end() && (peek() == '"' || peek() == '\'' || peek() == '`')) {
            int back = at;
            value = quoted(peek());
            if (value == null) {
                remarks.add(new Remark(first, Remark.Kind.OPEN_QUOTE, name));
                at = back;
                skipLine();
                return;
            }
            skipLine();
        } else {
            value = bare();
        }
        if (values.remove(name) != null) {
            remarks.add(new Remark(first, Remark.Kind.TWICE, name));
        }
        values.put(name, value);
    }

    private String name() {
        String word = word();
        if (word.equals("export") && !end() && (peek() == ' ' || peek() == '\t')) {
            skipBlanks();
            return word();
        }
        return word;
    }

    /** Whether it is a good name is not decided here: a bad one is told with its rule, not swallowed. */
    private String word() {
        int from = at;
        while (!end() && "= \t\n".indexOf(peek()) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Up to the end of the line or a comment, which has a blank in front. */
    private String bare() {
        int from = at;
        while (!end() && peek() != '\n') {
            if (peek() == '#' && (at == from || Character.isWhitespace(text.charAt(at - 1)))) {
                break;
            }
            at++;
        }
        String value = text.substring(from, at).strip();
        skipLine();
        return value;
    }

    /** Null when it is never closed. Only double quotes know escapes. */
    private @Nullable String quoted(char quote) {
        var value = new StringBuilder();
        int lines = 0;
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                at = i + 1;
                line += lines;
                return value.toString();
            }
            if (c == '\\' && quote == '"' && i + 1 < text.length()) {
                i++;
                value.append(escaped(text.charAt(i)));
                continue;
            }
            lines += c == '\n' ? 1 : 0;
            value.append(c);
        }
        return null;
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }

    private boolean end() {
        return at >= text.length();
    }

    private char peek() {
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (!end() && (peek() == ' ' || peek() == '\t')) {
            at++;
        }
    }

    private void skipLine() {
        while (!end() && peek() != '\n') {
            at++;
        }
        if (!end()) {
            at++;
            line++;
        }
    }

    /**
     * Variables as a file, in their order, a line each. A value without a single quote is read alike by shells, dotenv and
     * {@link #read}. One with a single quote has no form that all of them agree on: it is written as dotenv reads it.
     *
     * @param variables by name; names are taken as they are
     */
    public static String write(Map<String, String> variables) {
        var out = new StringBuilder();
        variables.forEach((name, value) ->
                out.append(name).append('=').append(quotedIfNeeded(value)).append('\n'));
        return out.toString();
    }

    /** Single quotes where they do: what is in them is taken as it is by every reader. */
    private static String quotedIfNeeded(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        if (value.indexOf('\'') < 0 && value.indexOf('\r') < 0) {
            return "'" + value + "'";
        }
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
