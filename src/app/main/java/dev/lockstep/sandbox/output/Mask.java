package dev.lockstep.sandbox.output;

import dev.lockstep.core.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces secrets in a text that arrives in pieces. What could be the beginning of one is held back until it is known, so
 * that no secret passes in two halves. Besides as it is, a secret is found as JSON and URLs write it; of one with a name
 * before a bar, as deploy keys have, what follows the bar is found too; and of one with several lines, each line.
 *
 * <p>Holds at most as many characters as the longest secret has. Not for two threads.
 */
final class Mask {

    private static final String DOTS = "•••";

    /** Shorter ones would blot out half of every log; nothing that short is a secret. */
    private static final int SHORTEST = 4;

    /** A part of a secret is one of its own only when it is long enough not to be a common word. */
    private static final int SHORTEST_PART = 12;

    private final List<String> words;
    private final StringBuilder held = new StringBuilder();

    Mask(Collection<Secret> secrets) {
        this.words = secrets.stream()
                .flatMap(secret -> forms(secret.reveal()))
                .filter(word -> word.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> forms(String secret) {
        Stream<String> parts = Stream.concat(Stream.of(secret.substring(secret.indexOf('|') + 1)), secret.lines())
                .map(String::strip)
                .filter(part -> part.length() >= SHORTEST_PART);
        return Stream.concat(Stream.of(secret.strip()), parts)
                .flatMap(word -> Stream.of(word, json(word), URLEncoder.encode(word, StandardCharsets.UTF_8)));
    }

    private static String json(String word) {
        return word.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** What may pass of the text so far. */
    String read(String more) {
        if (words.isEmpty()) {
            return more;
        }
        held.append(more);
        return pass(false);
    }

    /** The rest, since no more comes. */
    String end() {
        return pass(true);
    }

    private String pass(boolean last) {
        var passed = new StringBuilder(held.length());
        int at = 0;
        while (at < held.length()) {
            int length = found(at, last);
            if (length < 0) {
                break;
            }
            if (length == 0) {
                passed.append(held.charAt(at));
                at++;
            } else {
                passed.append(DOTS);
                at += length;
            }
        }
        held.delete(0, at);
        return passed.toString();
    }

    /** The length of the longest secret that begins here; 0 for none; -1 when only more text can tell. */
    private int found(int at, boolean last) {
        int rest = held.length() - at;
        for (String word : words) {
            int compared = Math.min(rest, word.length());
            if (matches(word, at, compared)) {
                if (compared == word.length()) {
                    return compared;
                }
                if (!last) {
                    return -1;
                }
            }
        }
        return 0;
    }

    private boolean matches(String word, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (held.charAt(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
