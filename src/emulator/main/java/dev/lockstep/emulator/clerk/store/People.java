package dev.lockstep.emulator.clerk.store;

import dev.lockstep.emulator.clerk.people.ClerkEvent;
import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.ExternalAccount;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.people.Proof;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Usernames;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The people. Safe for any thread: changes of one person wait for each other in the database, and what must be unique
 * (username, address, external id, account) is made so by it.
 */
public final class People {

    private final Database database;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;
    private final Announcer announcer;

    public People(Database database, JsonMapper json, Ids ids, Clock clock, Announcer announcer) {
        this.database = database;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
        this.announcer = announcer;
    }

    public Optional<Person> find(String id) {
        return one("SELECT document FROM users WHERE id = ?", id);
    }

    /** @throws Refusal 404 when there is nobody of that id */
    public Person get(String id) {
        return find(id).orElseThrow(() -> Refusal.notFound("User"));
    }

    public Optional<Person> byEmail(String address) {
        return one(
                "SELECT u.document FROM users u JOIN email_addresses e ON e.user_id = u.id WHERE e.email_key = ?",
                EmailAddress.key(address));
    }

    /** Whose address or number has this id, {@code idn_…}. */
    public Optional<Person> byIdentification(String id) {
        return one("""
                SELECT u.document FROM users u JOIN phone_numbers p ON p.user_id = u.id WHERE p.id = ?""", id)
                .or(() -> one("""
                        SELECT u.document FROM users u JOIN email_addresses e ON e.user_id = u.id WHERE e.id = ?""", id))
                // Rows that were written before they had an id; each change of the person adds it.
                .or(() -> one("""
                        SELECT document FROM users WHERE LOCATE('"' || ? || '"', document) > 0 AND id IN (
                            SELECT user_id FROM email_addresses WHERE id IS NULL)""", id)
                        .filter(person -> person.emails().stream()
                                .anyMatch(email -> email.id().equals(id))));
    }

    /** An address that nobody has yet. */
    public EmailAddress newEmail(String address, Proof proof) {
        return new EmailAddress(ids.make("idn"), address.strip(), null, null, now(), proof);
    }

    /** A number that nobody has yet. */
    public PhoneNumber newPhone(String number, Proof proof, boolean secondFactorOnly) {
        return new PhoneNumber(ids.make("idn"), number, proof, secondFactorOnly, now());
    }

    public List<Person> list(PeopleQuery query) {
        return database.jdbc()
                .sql(query.listSql())
                .params(query.parameters())
                .query((row, n) -> parsed(row.getString(1)))
                .list();
    }

    public long count(PeopleQuery query) {
        return database.jdbc()
                .sql(query.countSql())
                .params(query.parameters())
                .query(Long.class)
                .single();
    }

    /** @throws Refusal when a username, an address or an external id belongs to somebody else */
    public Person create(Newcomer newcomer) {
        return create(newcomer, UnaryOperator.identity());
    }

    /** As {@link #create(Newcomer)}, with further fields set before anybody sees the person. */
    public Person create(Newcomer newcomer, UnaryOperator<Person> fields) {
        Instant now = now();
        var emails = newcomer.emails().stream()
                .map(address -> newEmail(address, Proof.CODE))
                .toList();
        String primary = emails.isEmpty() ? null : emails.getFirst().id();
        var plain = new Person(
                ids.make("user"),
                newcomer.profile().withPrimaryEmailId(primary),
                emails,
                List.of(),
                newcomer.metadata(),
                newcomer.standing(),
                new Person.Times(now, now, null, null, null),
                List.of(),
                null);
        Person person = fields.apply(
                newcomer.account().map(account -> plain.with(external(account))).orElse(plain));
        var event = new ClerkEvent.UserCreated(person);
        database.inTransaction(() -> {
            Person inserted = insert(person);
            announcer.keep(event);
            return inserted;
        });
        announcer.announce(event);
        return person;
    }

    /**
     * Changes one person. The time of change always moves forward, so that readers can order changes by it.
     *
     * @throws Refusal 404 when there is nobody of that id, 422 when what must be unique is not; nothing is changed then
     */
    public Person update(String id, UnaryOperator<Person> change) {
        Person person = database.inTransaction(() -> {
            Person before = one("SELECT document FROM users WHERE id = ? FOR UPDATE", id)
                    .orElseThrow(() -> Refusal.notFound("User"));
            Person after = change.apply(before);
            Instant next = before.times().updated().plusMillis(1);
            Instant now = now();
            Person.Times times = after.times();
            Person stamped = after.with(new Person.Times(
                    times.created(),
                    now.isBefore(next) ? next : now,
                    times.lastSignIn(),
                    times.lastActive(),
                    times.legalAccepted()));
            Person written = write(stamped);
            announcer.keep(new ClerkEvent.UserUpdated(written));
            return written;
        });
        announcer.announce(new ClerkEvent.UserUpdated(person));
        return person;
    }

    /** Adds an account that the person has just proved to own. */
    public Person link(String id, Newcomer.Account account) {
        return update(id, person -> person.with(external(account)));
    }

    /** Removes the person with sessions and pictures; the id is never used again. */
    public Person delete(String id) {
        Person person = database.inTransaction(() -> {
            Person last = get(id);
            database.jdbc().sql("DELETE FROM users WHERE id = ?").param(id).update();
            database.jdbc()
                    .sql("INSERT INTO deleted_users (id, deleted_at) VALUES (?, ?)")
                    .params(id, clock.millis())
                    .update();
            announcer.keep(deletion(last));
            return last;
        });
        announcer.announce(deletion(person));
        return person;
    }

    private static ClerkEvent deletion(Person person) {
        return new ClerkEvent.UserDeleted(
                person.id(), Optional.ofNullable(person.profile().externalId()));
    }

    private ExternalAccount external(Newcomer.Account account) {
        return new ExternalAccount(
                ids.make("eac"),
                account.provider(),
                ids.make("idn"),
                account.providerUserId(),
                account.email(),
                account.firstName(),
                account.lastName(),
                now());
    }

    private Person insert(Person person) {
        try {
            database.jdbc()
                    .sql("INSERT INTO users (id, document, banned, created_at, updated_at) VALUES (?, '', FALSE, 0, 0)")
                    .param(person.id())
                    .update();
            return write(person);
        } catch (DuplicateKeyException e) {
            throw taken(e);
        }
    }

    private Person write(Person person) {
        try {
            writeColumns(person);
            writeIdentities(person);
            return person;
        } catch (DuplicateKeyException e) {
            throw taken(e);
        }
    }

    private void writeColumns(Person person) {
        Person.Profile profile = person.profile();
        String usernameKey = profile.username() == null ? null : Usernames.key(profile.username());
        database.jdbc()
                .sql("""
                        UPDATE users SET document = ?, external_id = ?, username_key = ?, username = ?, first_name = ?,
                            last_name = ?, email_address = ?, banned = ?, created_at = ?, updated_at = ?,
                            last_sign_in_at = ?, last_active_at = ?
                        WHERE id = ?""")
                .param(json.writeValueAsString(person))
                .param(profile.externalId())
                .param(usernameKey)
                .param(profile.username())
                .param(profile.firstName())
                .param(profile.lastName())
                .param(person.primaryEmail().map(EmailAddress::address).orElse(null))
                .param(person.standing().banned())
                .param(person.times().created().toEpochMilli())
                .param(person.times().updated().toEpochMilli())
                .param(millis(person.times().lastSignIn()))
                .param(millis(person.times().lastActive()))
                .param(person.id())
                .update();
    }

    private void writeIdentities(Person person) {
        var jdbc = database.jdbc();
        jdbc.sql("DELETE FROM email_addresses WHERE user_id = ?")
                .param(person.id())
                .update();
        for (EmailAddress email : person.emails()) {
            jdbc.sql("INSERT INTO email_addresses (email_key, user_id, id) VALUES (?, ?, ?)")
                    .params(EmailAddress.key(email.address()), person.id(), email.id())
                    .update();
        }
        jdbc.sql("DELETE FROM phone_numbers WHERE user_id = ?")
                .param(person.id())
                .update();
        for (PhoneNumber phone : person.phones()) {
            jdbc.sql("INSERT INTO phone_numbers (phone_number, user_id, id) VALUES (?, ?, ?)")
                    .params(phone.number(), person.id(), phone.id())
                    .update();
        }
        jdbc.sql("DELETE FROM external_accounts WHERE user_id = ?")
                .param(person.id())
                .update();
        for (ExternalAccount account : person.accounts()) {
            jdbc.sql("INSERT INTO external_accounts (provider, provider_user_id, user_id) VALUES (?, ?, ?)")
                    .params(account.provider(), account.providerUserId(), person.id())
                    .update();
        }
    }

    private static Refusal taken(DuplicateKeyException e) {
        String index = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (index.contains("unique_username")) {
            return Usernames.taken();
        }
        if (index.contains("unique_external_id")) {
            return Refusal.field("form_identifier_exists", "external_id", "That external_id is taken.");
        }
        if (index.contains("unique_external_account")) {
            return Refusal.field("form_identifier_exists", "external_account", "That account is connected already.");
        }
        if (index.contains("unique_phone_number")) {
            return Refusal.field(
                    "form_identifier_exists", "phone_number", "That phone number is taken. Please try another.");
        }
        return Refusal.field(
                "form_identifier_exists", "email_address", "That email address is taken. Please try another.");
    }

    private Optional<Person> one(String sql, String parameter) {
        return database.jdbc()
                .sql(sql)
                .param(parameter)
                .query((row, n) -> parsed(row.getString(1)))
                .optional();
    }

    private Person parsed(String document) {
        return json.readValue(document, Person.class);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
