package dev.lockstep.emulator.clerk.people;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One verified address of a person.
 *
 * @param id {@code idn_…}
 * @param address as the person typed it
 * @param linkedAccount the identification of the external account that vouched for it, or null when a code did
 * @param linkedType for example {@code oauth_google}; null exactly when {@code linkedAccount} is
 */
public record EmailAddress(
        String id,
        String address,
        @Nullable String linkedAccount,
        @Nullable String linkedType,
        Instant createdAt) {

    /** How addresses are compared: without regard to case, as mail hosts do. */
    public static String key(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether a text can be an address at all; the code that is sent to it settles the rest. */
    public static boolean plausible(String text) {
        String address = text.strip();
        int at = address.indexOf('@');
        return at > 0
                && at == address.lastIndexOf('@')
                && at < address.length() - 1
                && address.length() <= 254
                && address.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    EmailAddress linkedTo(ExternalAccount account) {
        return new EmailAddress(id, address, account.identificationId(), account.provider(), createdAt);
    }
}
