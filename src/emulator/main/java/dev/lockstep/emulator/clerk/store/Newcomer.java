package dev.lockstep.emulator.clerk.store;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person.Profile;
import dev.lockstep.emulator.clerk.people.Person.Standing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who is about to become a person.
 *
 * @param emails verified addresses, the first becomes the primary one
 * @param account where they come from, when a provider vouched for them
 */
public record Newcomer(
        Profile profile, List<String> emails, Optional<Account> account, Metadata metadata, Standing standing) {

    /**
     * @param provider {@code oauth_google} or {@code oauth_github}
     */
    public record Account(String provider, String email, String firstName, String lastName) {

        /** The person's id at the provider: the emulated providers know people by their address. */
        public String providerUserId() {
            var name = provider + ' ' + EmailAddress.key(email);
            var digest = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            return Long.toUnsignedString(digest.getMostSignificantBits());
        }
    }

    public static Newcomer by(String email, Profile profile) {
        return new Newcomer(profile, List.of(email), Optional.empty(), Metadata.empty(), Standing.good());
    }

    public static Newcomer by(Account account, Profile profile) {
        return new Newcomer(profile, List.of(account.email()), Optional.of(account), Metadata.empty(), Standing.good());
    }

    /** With this metadata from the start. */
    public Newcomer with(Metadata changed) {
        return new Newcomer(profile, emails, account, changed, standing);
    }
}
