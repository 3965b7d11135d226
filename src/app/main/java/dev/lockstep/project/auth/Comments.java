package dev.lockstep.project.auth;

/** Finds comments in TypeScript as far as a small file needs it: strings are kept apart, regular expressions are not. */
final class Comments {

    private Comments() {}

    /** The text with a blank for every letter of a comment, so that what is left is where it was. */
    static String blanked(String text) {
        return blanked(text, false);
    }

    /** The same without what is in strings. */
    static String structure(String text) {
        return blanked(text, true);
    }

    private static String blanked(String text, boolean strings) {
        var code = new StringBuilder(text);
        int at = 0;
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (letter == '"' || letter == '\'' || letter == '`') {
                int end = Math.min(afterString(text, at), text.length());
                if (strings) {
                    blank(code, at + 1, end - 1);
                }
                at = end;
            } else if (text.startsWith("//", at)) {
                at = blank(code, at, end(text, "\n", at, 0));
            } else if (text.startsWith("/*", at)) {
                at = blank(code, at, end(text, "*/", at + 2, 2));
            } else {
                at++;
            }
        }
        return code.toString();
    }

    private static int afterString(String text, int start) {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != text.charAt(start)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int end(String text, String mark, int from, int behind) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + behind;
    }

    private static int blank(StringBuilder code, int from, int to) {
        for (int at = from; at < to; at++) {
            if (code.charAt(at) != '\n') {
                code.setCharAt(at, ' ');
            }
        }
        return to;
    }
}
