package dev.lockstep.account.person;

import dev.lockstep.core.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a profile may hold, checked here first so that a slip costs no round trip. The same limits stand in the Convex
 * functions and, by default, in Clerk. Pure.
 */
public final class ProfileRules {

    public static final int USERNAME_MIN = 4;
    public static final int USERNAME_MAX = 64;
    public static final int NAME_MAX = 64;
    public static final int INTERESTS_MAX = 20;
    public static final int INTEREST_MAX = 40;

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern DIGITS_ONLY = Pattern.compile("[0-9]+");

    private ProfileRules() {}

    /** What is wrong with the change, one entry a field; empty when nothing is. */
    public static List<Problem.Field> check(ProfileChange change) {
        var wrong = new ArrayList<Problem.Field>();
        change.username().flatMap(ProfileChange.Text::value).ifPresent(name -> checkUsername(name, wrong));
        change.firstName()
                .flatMap(ProfileChange.Text::value)
                .ifPresent(name -> checkName(ProfileChange.FIRST_NAME, "first name", name, wrong));
        change.lastName()
                .flatMap(ProfileChange.Text::value)
                .ifPresent(name -> checkName(ProfileChange.LAST_NAME, "last name", name, wrong));
        change.interests().ifPresent(list -> checkInterests(list, wrong));
        return wrong;
    }

    private static void checkUsername(String name, List<Problem.Field> wrong) {
        if (name.length() < USERNAME_MIN || name.length() > USERNAME_MAX) {
            wrong.add(new Problem.Field(
                    ProfileChange.USERNAME,
                    "form_username_invalid_length",
                    "A username has " + USERNAME_MIN + " to " + USERNAME_MAX + " characters."));
        } else if (!USERNAME.matcher(name).matches()) {
            wrong.add(new Problem.Field(
                    ProfileChange.USERNAME,
                    "form_username_invalid_character",
                    "A username has letters, digits, _ and - only."));
        } else if (DIGITS_ONLY.matcher(name).matches()) {
            wrong.add(new Problem.Field(
                    ProfileChange.USERNAME,
                    "form_username_needs_non_number_char",
                    "A username needs at least one character that is not a digit."));
        }
    }

    private static void checkName(String field, String title, String name, List<Problem.Field> wrong) {
        if (name.length() > NAME_MAX) {
            wrong.add(new Problem.Field(
                    field,
                    "form_param_max_length_exceeded",
                    "A " + title + " has at most " + NAME_MAX + " characters."));
        }
    }

    private static void checkInterests(List<String> interests, List<Problem.Field> wrong) {
        Set<String> seen = new HashSet<>();
        if (interests.size() > INTERESTS_MAX) {
            wrong.add(interests("Choose at most " + INTERESTS_MAX + " interests."));
        } else if (interests.stream().anyMatch(item -> item.isBlank() || item.length() > INTEREST_MAX)) {
            wrong.add(interests("An interest has 1 to " + INTEREST_MAX + " characters."));
        } else if (!interests.stream().allMatch(item -> seen.add(item.toLowerCase(Locale.ROOT)))) {
            wrong.add(interests("Each interest counts once; remove the one that is there twice."));
        }
    }

    private static Problem.Field interests(String sentence) {
        return new Problem.Field(ProfileChange.INTERESTS, "InvalidInterests", sentence);
    }
}
