package dev.lockstep.emulator.clerk.people;

import java.util.Locale;
import java.util.regex.Pattern;

/** The rules of usernames: 4 to 64 Latin letters, digits, hyphens and underscores, not digits alone. */
public final class Usernames {

    private static final int SHORTEST = 4;
    private static final int LONGEST = 64;
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final String FIELD = "username";

    private Usernames() {}

    /** How usernames are compared: two that differ in case alone are the same. */
    public static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal naming the rule that the username breaks */
    public static String checked(String username) {
        int length = username.codePointCount(0, username.length());
        if (length < SHORTEST || length > LONGEST) {
            throw Refusal.field(
                    "form_username_invalid_length", FIELD, "Username must be between 4 and 64 characters long.");
        }
        if (!ALLOWED.matcher(username).matches()) {
            throw Refusal.field(
                    "form_username_invalid_character",
                    FIELD,
                    "Username can only contain letters, numbers and '_' or '-'.");
        }
        if (DIGITS.matcher(username).matches()) {
            throw Refusal.field(
                    "form_username_needs_non_number_char", FIELD, "Username must contain one non-number character.");
        }
        return username;
    }

    /** Somebody else has it. */
    public static Refusal taken() {
        return Refusal.field("form_identifier_exists", FIELD, "That username is taken. Please try another.");
    }
}
