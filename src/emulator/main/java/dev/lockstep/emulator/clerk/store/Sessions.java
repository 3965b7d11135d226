package dev.lockstep.emulator.clerk.store;

import dev.lockstep.emulator.clerk.people.ClerkEvent;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The sign-ins. A session lasts seven days and is abandoned after thirty. Safe for any thread. */
public final class Sessions {

    static final Duration LIFETIME = Duration.ofDays(7);
    private static final Duration ABANDONED = Duration.ofDays(30);

    private final Database database;
    private final People people;
    private final Ids ids;
    private final Clock clock;
    private final Announcer announcer;
    private final UnaryOperator<@Nullable String> organizations;

    /** @param organizations the organization that a person's sign-in is for unless it names one, or null, by the person */
    public Sessions(
            Database database,
            People people,
            Ids ids,
            Clock clock,
            Announcer announcer,
            UnaryOperator<@Nullable String> organizations) {
        this.organizations = organizations;
        this.database = database;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
        this.announcer = announcer;
    }

    /** Signs a person in on a browser and remembers when they did. */
    public Session start(String userId, String clientId) {
        return start(userId, clientId, Session.Terms.ordinary(), LIFETIME);
    }

    /** The same on other terms than the ordinary ones. */
    public Session start(String userId, String clientId, Session.Terms terms, Duration lifetime) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var active = new Session.Terms(
                terms.actor(), terms.organizationId() == null ? organizations.apply(userId) : terms.organizationId());
        Person person = people.update(userId, before -> {
            Person.Times times = before.times();
            return before.with(new Person.Times(times.created(), times.updated(), now, now, times.legalAccepted()));
        });
        var session = new Session(
                ids.make("sess"),
                userId,
                clientId,
                Session.Status.ACTIVE,
                now,
                now,
                now,
                now.plus(lifetime),
                now.plus(ABANDONED),
                active);
        var event = new ClerkEvent.SessionCreated(session, person);
        database.inTransaction(() -> {
            insert(session);
            announcer.keep(event);
            return session;
        });
        announcer.announce(event);
        return session;
    }

    private void insert(Session session) {
        database.jdbc()
                .sql("""
                        INSERT INTO sessions (id, user_id, client_id, status, created_at, updated_at, last_active_at,
                            expire_at, abandon_at, actor, organization_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        session.id(),
                        session.userId(),
                        session.clientId(),
                        session.status().text(),
                        session.createdAt().toEpochMilli(),
                        session.updatedAt().toEpochMilli(),
                        session.lastActiveAt().toEpochMilli(),
                        session.expireAt().toEpochMilli(),
                        session.abandonAt().toEpochMilli(),
                        session.terms().actor(),
                        session.terms().organizationId()))
                .update();
    }

    public Optional<Session> find(String id) {
        return database.jdbc()
                .sql("SELECT * FROM sessions WHERE id = ?")
                .param(id)
                .query(this::parsed)
                .optional();
    }

    /** @throws Refusal 404 when there is no session of that id */
    public Session get(String id) {
        return find(id).orElseThrow(() -> Refusal.notFound("Session"));
    }

    /** Newest first. */
    public List<Session> ofUser(String userId) {
        return database.jdbc()
                .sql("SELECT * FROM sessions WHERE user_id = ? ORDER BY created_at DESC, id DESC")
                .param(userId)
                .query(this::parsed)
                .list();
    }

    /** Newest first. */
    public List<Session> ofClient(String clientId) {
        return database.jdbc()
                .sql("SELECT * FROM sessions WHERE client_id = ? ORDER BY created_at DESC, id DESC")
                .param(clientId)
                .query(this::parsed)
                .list();
    }

    /** Ends an active session with the given status; any other is left as it is. */
    public Session close(String id, Session.Status status) {
        Optional<ClerkEvent> event = database.inTransaction(() -> {
            int changed = database.jdbc()
                    .sql("UPDATE sessions SET status = ?, updated_at = ? WHERE id = ? AND status = 'active'")
                    .params(status.text(), clock.millis(), id)
                    .update();
            Optional<ClerkEvent> closed = changed == 0 ? Optional.empty() : Optional.of(closing(get(id)));
            closed.ifPresent(announcer::keep);
            return closed;
        });
        event.ifPresent(announcer::announce);
        return get(id);
    }

    private ClerkEvent closing(Session session) {
        return new ClerkEvent.SessionClosed(session, people.get(session.userId()));
    }

    /** Takes the organization from the sign-ins that are for it: those of one person, or of everybody. */
    public void leave(String organizationId, Optional<String> userId) {
        database.jdbc()
                .sql(
                        "UPDATE sessions SET organization_id = NULL WHERE organization_id = ? AND user_id = COALESCE(?, user_id)")
                .param(organizationId)
                .param(userId.orElse(null))
                .update();
    }

    /** Ends every active session of a person. */
    public void revokeAll(String userId) {
        for (Session session : ofUser(userId)) {
            close(session.id(), Session.Status.REVOKED);
        }
    }

    private Session parsed(ResultSet row, int number) throws SQLException {
        var session = new Session(
                row.getString("id"),
                row.getString("user_id"),
                row.getString("client_id"),
                Session.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                Instant.ofEpochMilli(row.getLong("last_active_at")),
                Instant.ofEpochMilli(row.getLong("expire_at")),
                Instant.ofEpochMilli(row.getLong("abandon_at")),
                new Session.Terms(row.getString("actor"), row.getString("organization_id")));
        return session.withStatus(session.statusAt(clock.instant()));
    }
}
