package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** A taken row as the database gives it, with its place in the order of recording. */
record ClaimRow(long seq, Claim claim) {

    static ClaimRow read(ResultSet row, int index) throws SQLException {
        var change = new Change(
                new ChangeId(row.getObject("id", UUID.class)),
                new ChangeId(row.getObject("group_id", UUID.class)),
                Owner.of(row.getString("owner_id")),
                row.getString("destination"),
                row.getString("record_key"),
                row.getString("payload"),
                Optional.ofNullable(row.getBytes("attachment")));
        var claim = new Claim(
                change,
                row.getInt("claims"),
                instant(row, "lease_until"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
        return new ClaimRow(row.getLong("seq"), claim);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
