package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.trouble.Trouble;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** How rows of the database become entries and changes, and the other way round. */
final class EntryRows {

    private EntryRows() {}

    static Entry entry(ResultSet row, int index) throws SQLException {
        return new Entry(
                subject(row),
                ChangeState.valueOf(row.getString("state")),
                new Entry.Counts(row.getInt("claims"), row.getInt("attempts"), row.getInt("refusals")),
                new Entry.Times(
                        instant(row, "created_at"),
                        instant(row, "updated_at"),
                        instant(row, "next_attempt_at"),
                        perhaps(row, "first_sent_at"),
                        perhaps(row, "lease_until")),
                new Entry.Mishap(
                        Optional.ofNullable(row.getString("last_error_code")),
                        Optional.ofNullable(row.getString("last_error")),
                        Optional.ofNullable(row.getString("trouble")).map(Trouble::valueOf),
                        perhaps(row, "troubled_at"),
                        Optional.ofNullable(row.getString("discarded_from")).map(ChangeState::valueOf)),
                new Entry.Place(row.getLong("seq"), row.getInt("version")));
    }

    private static Entry.Subject subject(ResultSet row) throws SQLException {
        return new Entry.Subject(
                new ChangeId(row.getObject("id", UUID.class)),
                new ChangeId(row.getObject("group_id", UUID.class)),
                Owner.of(row.getString("owner_id")),
                row.getString("destination"),
                new RecordKey(row.getString("table_name"), row.getString("record_id")).toString());
    }

    /** Of a row with the columns {@code payload} and {@code attachment}. */
    static Change change(ResultSet row, int index) throws SQLException {
        Entry.Subject subject = subject(row);
        return new Change(
                subject.id(),
                subject.group(),
                subject.owner(),
                subject.destination(),
                subject.record(),
                row.getString("payload"),
                Optional.ofNullable(row.getBytes("attachment")));
    }

    static Claim claim(ResultSet row, int index) throws SQLException {
        return new Claim(
                change(row, index),
                row.getInt("claims"),
                instant(row, "lease_until"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    /** What of an entry may change. */
    static MapSqlParameterSource moved(Entry entry) {
        Entry.Times times = entry.times();
        Entry.Mishap mishap = entry.mishap();
        return new MapSqlParameterSource("id", entry.id().value())
                .addValue("state", entry.state().name())
                .addValue("claims", entry.counts().claims())
                .addValue("attempts", entry.counts().attempts())
                .addValue("refusals", entry.counts().refusals())
                .addValue("updatedAt", time(times.updated()))
                .addValue("nextAttemptAt", time(times.nextAttempt()))
                .addValue("firstSentAt", time(times.firstSent()))
                .addValue("leaseUntil", time(times.leaseUntil()))
                .addValue("code", mishap.code().orElse(null))
                .addValue("error", mishap.error().orElse(null))
                .addValue("trouble", mishap.trouble().map(Enum::name).orElse(null))
                .addValue("troubledAt", time(mishap.since()))
                .addValue(
                        "discardedFrom", mishap.discardedFrom().map(Enum::name).orElse(null));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Optional<Instant> perhaps(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(EntryRows::time).orElse(null);
    }
}
