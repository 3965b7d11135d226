package dev.lockstep.emulator.clerk.webhook;

import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.webhook.Message.Course;
import dev.lockstep.emulator.clerk.webhook.Message.State;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The messages in the store: all that are still to be sent, and the last two hundred others. Safe for any thread. */
final class Messages {

    /** How many that need nothing more are kept, to be looked at and replayed. */
    private static final int KEPT = 200;

    private static final String OPEN = "('waiting', 'held')";

    private final Database database;

    Messages(Database database) {
        this.database = database;
    }

    /** Joins the transaction of whoever calls. */
    void add(String id, String type, String payload, State state, Course course, Instant due, Instant now) {
        jdbc().sql("""
                        INSERT INTO webhook_messages (id, type, payload, state, course, tries, due_at, created_at)
                        VALUES (?, ?, ?, ?, ?, 0, ?, ?)""")
                .params(id, type, payload, state.text(), course.name(), due.toEpochMilli(), now.toEpochMilli())
                .update();
    }

    /** The one to send first among those whose time has come. */
    Optional<Message> due(Instant now) {
        return jdbc().sql("""
                        SELECT * FROM webhook_messages WHERE state = 'waiting' AND due_at <= ?
                        ORDER BY due_at, number LIMIT 1""").param(now.toEpochMilli()).query(Messages::parsed).optional();
    }

    /** When the next one is due. */
    Optional<Instant> nextDue() {
        return jdbc().sql("SELECT due_at FROM webhook_messages WHERE state = 'waiting' ORDER BY due_at LIMIT 1")
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    void record(Message message, Attempt attempt) {
        jdbc().sql("INSERT INTO webhook_attempts (message_id, at, address, status, error) VALUES (?, ?, ?, ?, ?)")
                .param(message.id())
                .param(attempt.at().toEpochMilli())
                .param(attempt.address().toString())
                .param(attempt.status())
                .param(attempt.error())
                .update();
    }

    /** Writes what an attempt made of the message, unless somebody has asked for a replay meanwhile. */
    void settle(Message message, State state, @Nullable Instant due) {
        jdbc().sql("""
                        UPDATE webhook_messages SET state = ?, due_at = ?, tries = tries + 1, course = 'ONCE'
                        WHERE id = ? AND due_at = ?""")
                .param(state.text())
                .param(due == null ? null : due.toEpochMilli())
                .param(message.id())
                .param(message.due() == null ? null : message.due().toEpochMilli())
                .update();
        jdbc().sql("DELETE FROM webhook_messages WHERE state NOT IN " + OPEN + " AND number <= (SELECT number FROM"
                        + " webhook_messages WHERE state NOT IN " + OPEN + " ORDER BY number DESC LIMIT 1 OFFSET "
                        + KEPT + ")")
                .update();
    }

    /** Lets go of what was held back until the message with this number was sent. */
    void release(long number, Instant now) {
        jdbc().sql("UPDATE webhook_messages SET state = 'waiting', due_at = ? WHERE state = 'held' AND number < ?")
                .params(now.toEpochMilli(), number)
                .update();
    }

    /**
     * Starts the schedule of a message anew.
     *
     * @return whether there is one of that id
     */
    boolean replay(String id, Instant now) {
        return jdbc().sql("UPDATE webhook_messages SET state = 'waiting', due_at = ?, tries = 0 WHERE id = ?")
                        .params(now.toEpochMilli(), id)
                        .update()
                == 1;
    }

    /** Newest first. */
    List<Message> all() {
        return jdbc().sql("SELECT * FROM webhook_messages ORDER BY number DESC")
                .query(Messages::parsed)
                .list();
    }

    /** Oldest first. */
    List<Attempt> attempts(Message message) {
        return jdbc().sql("SELECT * FROM webhook_attempts WHERE message_id = ? ORDER BY number")
                .param(message.id())
                .query((row, number) -> new Attempt(
                        Instant.ofEpochMilli(row.getLong("at")),
                        URI.create(row.getString("address")),
                        row.getObject("status", Integer.class),
                        row.getString("error")))
                .list();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }

    private static Message parsed(ResultSet row, int number) throws SQLException {
        Long due = row.getObject("due_at", Long.class);
        return new Message(
                row.getLong("number"),
                row.getString("id"),
                row.getString("type"),
                row.getString("payload"),
                State.of(row.getString("state")),
                Course.valueOf(row.getString("course")),
                row.getInt("tries"),
                due == null ? null : Instant.ofEpochMilli(due),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
