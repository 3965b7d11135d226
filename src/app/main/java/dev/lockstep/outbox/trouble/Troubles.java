package dev.lockstep.outbox.trouble;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.RecordKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lists and counts changes in trouble. All of it comes from one index, so that a hundred thousand of them are as quick as
 * ten; the rows themselves, which may carry long contents, are read only where they are shown.
 */
@Component
public class Troubles {

    private static final String SHOWN = """
            select id, owner_id, destination, table_name, record_id, state, trouble, attempts, last_error_code, last_error,
              coalesce(troubled_at, created_at) as since, updated_at, next_attempt_at
            from outbox_entry
            """;

    private final JdbcClient database;

    Troubles(JdbcClient database) {
        this.database = database;
    }

    /** The latest trouble first. */
    @Transactional(readOnly = true)
    public List<TroubledChange> page(TroubleFilter filter, int offset, int limit) {
        var where = new Where(filter);
        return where.bind(database.sql(SHOWN + "where id in (select id from outbox_entry " + where
                        + " order by troubled_at desc, seq desc limit :limit offset :offset)"
                        + " order by troubled_at desc, seq desc"))
                .param("limit", limit)
                .param("offset", offset)
                .query(Troubles::read)
                .list();
    }

    @Transactional(readOnly = true)
    public long count(TroubleFilter filter) {
        var where = new Where(filter);
        return where.bind(database.sql("select count(*) from outbox_entry " + where))
                .query(Long.class)
                .single();
    }

    /** What there is of everything, whatever class, destination and table the filter names. */
    @Transactional(readOnly = true)
    public List<Tally> tallies(TroubleFilter filter) {
        var where = new Where(filter.of(Optional.empty()).to(Set.of()).in(Optional.empty()), true);
        return where.bind(database.sql("select trouble, destination, table_name, count(*) as tally from outbox_entry "
                        + where + " group by trouble, destination, table_name"))
                .query((row, index) -> new Tally(
                        Trouble.valueOf(row.getString("trouble")),
                        row.getString("destination"),
                        row.getString("table_name"),
                        row.getLong("tally")))
                .list();
    }

    /** How many wait for somebody. */
    @Transactional(readOnly = true)
    public long parked() {
        return database.sql("select count(*) from outbox_entry where state = 'PARKED'")
                .query(Long.class)
                .single();
    }

    /** Any change, in trouble or not. */
    @Transactional(readOnly = true)
    public Optional<TroubledChange> find(ChangeId id) {
        return database.sql(SHOWN + "where id = :id")
                .param("id", id.value())
                .query(Troubles::read)
                .optional();
    }

    /** Where a change stands in the list. */
    public record Place(UUID id, Instant since, long seq) {

        /** Before all. */
        public static final Place START =
                new Place(new UUID(0, 0), Instant.parse("9999-01-01T00:00:00Z"), Long.MAX_VALUE);
    }

    /** Waiting and parked changes whose last answer was the same, in pieces; those behind a place. */
    @Transactional(readOnly = true)
    public List<Place> ofKind(String destination, String code, Place behind, int limit) {
        return database.sql("""
                        select id, troubled_at, seq from outbox_entry
                        where troubled_at <= :since and (troubled_at < :since or seq < :seq)
                          and trouble <> 'DISCARDED' and destination = :destination and last_error_code = :code
                        order by troubled_at desc, seq desc limit :limit
                        """)
                .param("destination", destination)
                .param("code", code)
                .param("since", behind.since().atOffset(ZoneOffset.UTC))
                .param("seq", behind.seq())
                .param("limit", limit)
                .query((row, index) ->
                        new Place(row.getObject("id", UUID.class), instant(row, "troubled_at"), row.getLong("seq")))
                .list();
    }

    @Transactional(readOnly = true)
    public long countKind(String destination, String code) {
        return database.sql("""
                        select count(*) from outbox_entry
                        where troubled_at is not null and trouble <> 'DISCARDED' and destination = :destination
                          and last_error_code = :code
                        """)
                .param("destination", destination)
                .param("code", code)
                .query(Long.class)
                .single();
    }

    private static TroubledChange read(ResultSet row, int index) throws SQLException {
        return new TroubledChange(
                new ChangeId(row.getObject("id", UUID.class)),
                Owner.of(row.getString("owner_id")),
                row.getString("destination"),
                new RecordKey(row.getString("table_name"), row.getString("record_id")).toString(),
                row.getString("state"),
                Optional.ofNullable(row.getString("trouble")).map(Trouble::valueOf),
                row.getInt("attempts"),
                Optional.ofNullable(row.getString("last_error_code")),
                Optional.ofNullable(row.getString("last_error")),
                instant(row, "since"),
                instant(row, "updated_at"),
                instant(row, "next_attempt_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The condition of a filter and its values; only what is asked for is in it. */
    private static final class Where {

        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        Where(TroubleFilter filter) {
            this(filter, false);
        }

        Where(TroubleFilter filter, boolean discardedToo) {
            add("troubled_at >= :from and troubled_at < :until", "from", time(filter.from()));
            values.put("until", time(filter.until()));
            if (filter.trouble().isPresent()) {
                add("trouble = :trouble", "trouble", filter.trouble().get().name());
            } else if (!discardedToo) {
                add("trouble <> :discarded", "discarded", Trouble.DISCARDED.name());
            }
            if (!filter.destinations().isEmpty()) {
                add("destination in (:destinations)", "destinations", filter.destinations());
            }
            filter.table().ifPresent(table -> add("table_name = :table", "table", table));
            filter.owners().ifPresent(owners -> {
                if (owners.isEmpty()) {
                    conditions.add("1 = 0");
                } else {
                    add(
                            "owner_id in (:owners)",
                            "owners",
                            owners.stream().map(Owner::value).toList());
                }
            });
        }

        private void add(String condition, String name, Object value) {
            conditions.add(condition);
            values.put(name, value);
        }

        JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
            return statement.params(values);
        }

        private static OffsetDateTime time(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }

        @Override
        public String toString() {
            return "where " + String.join(" and ", conditions);
        }
    }
}
