package dev.lockstep.emulator.clerk.people;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A person as Clerk knows them. Stored whole; every change makes a new one.
 *
 * @param id {@code user_…}
 * @param password null for somebody who signs in by codes and providers alone
 * @param emails the first is the primary one unless {@code profile} names another; may be empty
 */
public record Person(
        String id,
        Profile profile,
        List<EmailAddress> emails,
        List<ExternalAccount> accounts,
        Metadata metadata,
        Standing standing,
        Times times,
        List<PhoneNumber> phones,
        @Nullable Password password) {

    /**
     * @param imageId the uploaded picture, or null for the drawn initials
     * @param primaryEmailId which of the addresses to write to
     * @param primaryPhoneId which of the telephone numbers to call
     */
    public record Profile(
            @Nullable String externalId,
            @Nullable String username,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String locale,
            @Nullable String imageId,
            @Nullable String primaryEmailId,
            @Nullable String primaryPhoneId) {

        public static Profile named(@Nullable String username, @Nullable String firstName, @Nullable String lastName) {
            return new Profile(null, username, firstName, lastName, null, null, null, null);
        }

        public Profile withExternalId(@Nullable String value) {
            return new Profile(value, username, firstName, lastName, locale, imageId, primaryEmailId, primaryPhoneId);
        }

        public Profile withUsername(@Nullable String value) {
            return new Profile(externalId, value, firstName, lastName, locale, imageId, primaryEmailId, primaryPhoneId);
        }

        public Profile withFirstName(@Nullable String value) {
            return new Profile(externalId, username, value, lastName, locale, imageId, primaryEmailId, primaryPhoneId);
        }

        public Profile withLastName(@Nullable String value) {
            return new Profile(externalId, username, firstName, value, locale, imageId, primaryEmailId, primaryPhoneId);
        }

        public Profile withLocale(@Nullable String value) {
            return new Profile(
                    externalId, username, firstName, lastName, value, imageId, primaryEmailId, primaryPhoneId);
        }

        public Profile withImageId(@Nullable String value) {
            return new Profile(
                    externalId, username, firstName, lastName, locale, value, primaryEmailId, primaryPhoneId);
        }

        public Profile withPrimaryEmailId(@Nullable String value) {
            return new Profile(externalId, username, firstName, lastName, locale, imageId, value, primaryPhoneId);
        }

        public Profile withPrimaryPhoneId(@Nullable String value) {
            return new Profile(externalId, username, firstName, lastName, locale, imageId, primaryEmailId, value);
        }
    }

    /** What the person may do. */
    public record Standing(
            boolean banned,
            boolean locked,
            boolean mayDeleteSelf,
            boolean mayCreateOrganizations,
            @Nullable Integer organizationsLimit,
            boolean bypassesClientTrust) {

        public static Standing good() {
            return new Standing(false, false, true, true, null, false);
        }

        public Standing withBanned(boolean value) {
            return new Standing(
                    value, locked, mayDeleteSelf, mayCreateOrganizations, organizationsLimit, bypassesClientTrust);
        }

        public Standing withLocked(boolean value) {
            return new Standing(
                    banned, value, mayDeleteSelf, mayCreateOrganizations, organizationsLimit, bypassesClientTrust);
        }
    }

    /** When things happened, in UTC to the millisecond. */
    public record Times(
            Instant created,
            Instant updated,
            @Nullable Instant lastSignIn,
            @Nullable Instant lastActive,
            @Nullable Instant legalAccepted) {}

    public Person {
        emails = List.copyOf(emails);
        accounts = List.copyOf(accounts);
        // People who were stored before there were telephone numbers come back without the list.
        phones = phones == null ? List.of() : List.copyOf(phones);
    }

    public Optional<EmailAddress> primaryEmail() {
        return emails.stream()
                .filter(email -> email.id().equals(profile.primaryEmailId()))
                .findFirst();
    }

    public Optional<PhoneNumber> primaryPhone() {
        return phones.stream()
                .filter(phone -> phone.id().equals(profile.primaryPhoneId()))
                .findFirst();
    }

    public Optional<String> fullName() {
        String name = Stream.of(profile.firstName(), profile.lastName())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return name.isBlank() ? Optional.empty() : Optional.of(name);
    }

    /** How a page calls the person: the full name, else the username, else the address, else the id. */
    public String displayName() {
        return fullName()
                .or(() -> Optional.ofNullable(profile.username()))
                .or(() -> primaryEmail().map(EmailAddress::address))
                .orElse(id);
    }

    /** Whether the person may sign in. */
    public boolean welcome() {
        return !standing.banned() && !standing.locked();
    }

    public Person with(Profile changed) {
        return new Person(id, changed, emails, accounts, metadata, standing, times, phones, password);
    }

    public Person with(Metadata changed) {
        return new Person(id, profile, emails, accounts, changed, standing, times, phones, password);
    }

    public Person with(Standing changed) {
        return new Person(id, profile, emails, accounts, metadata, changed, times, phones, password);
    }

    public Person with(Times changed) {
        return new Person(id, profile, emails, accounts, metadata, standing, changed, phones, password);
    }

    /** With these addresses in place of all; the primary one stays if it is among them, else the first verified one is. */
    public Person withEmails(List<EmailAddress> changed) {
        String primary = changed.stream()
                .map(EmailAddress::id)
                .filter(address -> address.equals(profile.primaryEmailId()))
                .findFirst()
                .or(() -> changed.stream()
                        .filter(email -> email.proof().verified())
                        .map(EmailAddress::id)
                        .findFirst())
                .orElse(null);
        return new Person(
                id,
                profile.withPrimaryEmailId(primary),
                changed,
                accounts,
                metadata,
                standing,
                times,
                phones,
                password);
    }

    /** With these numbers in place of all; the primary one stays if it is among them, else the first verified one is. */
    public Person withPhones(List<PhoneNumber> changed) {
        String primary = changed.stream()
                .map(PhoneNumber::id)
                .filter(number -> number.equals(profile.primaryPhoneId()))
                .findFirst()
                .or(() -> changed.stream()
                        .filter(phone -> phone.proof().verified())
                        .map(PhoneNumber::id)
                        .findFirst())
                .orElse(null);
        return new Person(
                id,
                profile.withPrimaryPhoneId(primary),
                emails,
                accounts,
                metadata,
                standing,
                times,
                changed,
                password);
    }

    public Person withPassword(@Nullable Password changed) {
        return new Person(id, profile, emails, accounts, metadata, standing, times, phones, changed);
    }

    /** Without the account of that id; addresses that it vouched for stay, and are linked no more. */
    public Person withoutAccount(String accountId) {
        var gone = accounts.stream()
                .filter(account -> account.id().equals(accountId))
                .map(ExternalAccount::identificationId)
                .toList();
        return new Person(
                id,
                profile,
                emails.stream()
                        .map(email -> gone.contains(email.linkedAccount()) ? email.unlinked() : email)
                        .toList(),
                accounts.stream()
                        .filter(account -> !account.id().equals(accountId))
                        .toList(),
                metadata,
                standing,
                times,
                phones,
                password);
    }

    /** With one account more; the address that the account vouches for is linked to it. */
    public Person with(ExternalAccount account) {
        var linked = emails.stream()
                .map(email -> EmailAddress.key(email.address()).equals(EmailAddress.key(account.email()))
                        ? email.linkedTo(account)
                        : email)
                .toList();
        var more = new ArrayList<>(accounts);
        more.add(account);
        return new Person(id, profile, linked, more, metadata, standing, times, phones, password);
    }
}
