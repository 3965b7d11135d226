package dev.lockstep.emulator.clerk.people;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One address of a person, verified unless its proof says otherwise.
 *
 * @param id {@code idn_…}
 * @param address as the person typed it
 * @param linkedAccount the identification of the external account that vouched for it, or null when a code did
 * @param proof how we know that the address is the person's
 * @param linkedType for example {@code oauth_google}; null exactly when {@code linkedAccount} is
 */
public record EmailAddress(
        String id,
        String address,
        @Nullable String linkedAccount,
        @Nullable String linkedType,
        Instant createdAt,
        Proof proof) {

    public EmailAddress {
        // Addresses that were stored before there were others had all been proved by a code or a provider.
        proof = proof == null ? Proof.CODE : proof;
    }

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
        return new EmailAddress(id, address, account.identificationId(), account.provider(), createdAt, Proof.CODE);
    }

    EmailAddress unlinked() {
        return new EmailAddress(id, address, null, null, createdAt, proof);
    }

    public EmailAddress with(Proof changed) {
        return new EmailAddress(id, address, linkedAccount, linkedType, createdAt, changed);
    }
}
