package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Refusal;
import java.time.Instant;
import java.util.Locale;

/**
 * What a list of the allowed or of the blocked holds.
 *
 * @param identifier an address, all addresses of a domain as {@code *@example.com}, a number, or a wallet
 * @param type {@code email_address}, {@code phone_number} or {@code web3_wallet}
 */
record ListedIdentifier(String id, String identifier, String type, Instant createdAt) {

    /** @throws Refusal when the text is none of those */
    static String type(String identifier) {
        if (identifier.contains("@") && EmailAddress.plausible(identifier)) {
            return "email_address";
        }
        if (identifier.matches("\\+[0-9]{7,15}")) {
            return "phone_number";
        }
        if (identifier.matches("0x[0-9a-fA-F]{40}")) {
            return "web3_wallet";
        }
        throw Refusal.illFormed("identifier", "an email address, a phone number or a web3 wallet");
    }

    boolean covers(String email) {
        String own = identifier.toLowerCase(Locale.ROOT);
        String key = EmailAddress.key(email);
        return own.startsWith("*@") ? key.endsWith(own.substring(1)) : key.equals(own);
    }
}
