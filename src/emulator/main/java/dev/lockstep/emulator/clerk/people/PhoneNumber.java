package dev.lockstep.emulator.clerk.people;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One telephone number of a person.
 *
 * @param id {@code idn_…}
 * @param number in E.164, for example {@code +12025550123}
 * @param secondFactorOnly whether nobody may sign in with it alone
 */
public record PhoneNumber(String id, String number, Proof proof, boolean secondFactorOnly, Instant createdAt) {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern DECORATION = Pattern.compile("[ ()./-]");

    /**
     * The number without what people write between its digits.
     *
     * @throws Refusal when it is no number with its country
     */
    public static String checked(String field, String text) {
        String number = DECORATION.matcher(text.strip()).replaceAll("");
        if (!E164.matcher(number).matches()) {
            throw Refusal.illFormed(field, "a valid phone number according to E.164 international standard");
        }
        return number;
    }

    public PhoneNumber with(Proof changed) {
        return new PhoneNumber(id, number, changed, secondFactorOnly, createdAt);
    }

    public PhoneNumber withSecondFactorOnly(boolean changed) {
        return new PhoneNumber(id, number, proof, changed, createdAt);
    }
}
