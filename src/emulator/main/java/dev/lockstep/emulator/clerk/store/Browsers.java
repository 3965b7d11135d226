package dev.lockstep.emulator.clerk.store;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The browsers, which Clerk calls clients. A browser proves itself by a token in a cookie; a new sign-in gives it a new
 * token, so that a token somebody planted beforehand is worth nothing.
 */
public final class Browsers {

    private static final int TOKEN_LENGTH = 43;

    private final Database database;
    private final Sessions sessions;
    private final People people;
    private final Ids ids;
    private final Clock clock;

    public Browsers(Database database, Sessions sessions, People people, Ids ids, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    /** A sign-in as the browser shows it. */
    public record SignedIn(Session session, Person person) {}

    /** @param id {@code client_…} */
    public record Client(String id, Instant createdAt) {}

    /** Newest first. */
    public List<Client> list(int limit, int offset) {
        return database.jdbc()
                .sql("SELECT id, created_at FROM clients ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?")
                .params(limit, offset)
                .query((row, n) -> new Client(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
                .list();
    }

    public long count() {
        return database.jdbc()
                .sql("SELECT COUNT(*) FROM clients")
                .query(Long.class)
                .single();
    }

    public Optional<Client> find(String id) {
        return database.jdbc()
                .sql("SELECT id, created_at FROM clients WHERE id = ?")
                .param(id)
                .query((row, n) -> new Client(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
                .optional();
    }

    /** The browser whose cookie holds the token. */
    public Optional<Client> byToken(String token) {
        return client(token).flatMap(this::find);
    }

    /** Who is signed in on the browser that holds the token, when anybody is and still may be. */
    public Optional<SignedIn> signedIn(@Nullable String token) {
        return client(token)
                .flatMap(client -> sessions.ofClient(client).stream()
                        .filter(session -> session.status() == Session.Status.ACTIVE)
                        .findFirst()
                        .flatMap(session -> people.find(session.userId())
                                .filter(Person::welcome)
                                .map(person -> new SignedIn(session, person))));
    }

    /**
     * Signs a person in on the browser that holds the token, or on a new one; whoever was signed in there before is not
     * any more.
     *
     * @return the browser's new token
     */
    public Secret signIn(@Nullable String token, String userId) {
        return signIn(token, client -> sessions.start(userId, client));
    }

    /** As {@link #signIn(String, String)}, for somebody in whose place another one acts, and not for longer than told. */
    public Secret signIn(@Nullable String token, String userId, Session.Terms terms, Duration lifetime) {
        return signIn(token, client -> sessions.start(userId, client, terms, lifetime));
    }

    private Secret signIn(@Nullable String token, Consumer<String> start) {
        String fresh = ids.text(TOKEN_LENGTH);
        String client = client(token).orElse(null);
        if (client == null) {
            client = register(fresh);
        } else {
            closeAll(client, Session.Status.REPLACED);
            database.jdbc()
                    .sql("UPDATE clients SET token_hash = ? WHERE id = ?")
                    .params(hash(fresh), client)
                    .update();
        }
        start.accept(client);
        return Secret.of(fresh);
    }

    /** Ends what is signed in on the browser that holds the token. */
    public void signOut(@Nullable String token) {
        client(token).ifPresent(client -> closeAll(client, Session.Status.ENDED));
    }

    /** A session on a browser that nobody holds a token of, for tests of an application. */
    public Session unattended(String userId, @Nullable String organizationId) {
        people.get(userId);
        return sessions.start(
                userId, register(ids.text(TOKEN_LENGTH)), new Session.Terms(null, organizationId), Sessions.LIFETIME);
    }

    private void closeAll(String client, Session.Status status) {
        for (Session session : sessions.ofClient(client)) {
            sessions.close(session.id(), status);
        }
    }

    private String register(String token) {
        String id = ids.make("client");
        database.jdbc()
                .sql("INSERT INTO clients (id, token_hash, created_at) VALUES (?, ?, ?)")
                .params(id, hash(token), clock.millis())
                .update();
        return id;
    }

    private Optional<String> client(@Nullable String token) {
        if (token == null || token.isBlank()) {
            return Optional.empty();
        }
        return database.jdbc()
                .sql("SELECT id FROM clients WHERE token_hash = ?")
                .param(hash(token))
                .query(String.class)
                .optional();
    }

    private static String hash(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
