package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * For H2, where a locking read of a long queue costs ten times a plain one: one drainer at a time reads on from where
 * the last reading ended, without locks, and each row is taken only if nobody wrote it since.
 */
final class KeysetQueue implements DueQueue {

    private record Candidate(UUID id, long seq, int version) {}

    /**
     * H2 plans a statement when it is first made, mostly on an empty table, and keeps to that. There it finds it as good to
     * read all that waits, for each of all that waits.
     */
    private static final String BY_RECORD = "use index (outbox_record)";

    private static final String READ = "select e.id, e.seq, e.version from outbox_entry e where e.seq > :after and "
            + DUE.formatted(BY_RECORD) + " order by e.state, e.seq limit :limit";
    private static final String TAKE_ONE = "update outbox_entry " + TAKE + " where id = :id and version = :version";
    private static final String TAKEN =
            "select e.*, " + CONTENT + " from outbox_entry e " + JOINED + " where e.id in (:ids) order by e.seq";

    private static final String SETTLE_ONE =
            "update outbox_entry " + DONE + " where id = :id and claims = :claims and state = 'WAITING'";

    private final NamedParameterJdbcTemplate database;
    /** Where the last reading ended; only a place to go on from, since what it skipped comes up in the next pass. */
    private long after;

    KeysetQueue(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

    @Override
    public String byRecord() {
        return BY_RECORD;
    }

    @Override
    public synchronized List<Claim> take(int limit, Instant now, Instant until) {
        List<Candidate> page = read(limit, now);
        if (page.isEmpty() && after > 0) {
            after = 0;
            page = read(limit, now);
        }
        // The end of the queue: what is older and due again by now is next.
        after = page.size() < limit ? 0 : page.getLast().seq();
        List<UUID> taken = page.isEmpty() ? List.of() : take(page, now, until);
        return taken.isEmpty() ? List.of() : database.query(TAKEN, Map.of("ids", taken), EntryRows::claim);
    }

    private List<Candidate> read(int limit, Instant now) {
        return database.query(
                READ,
                Map.of("after", after, "now", EntryRows.time(now), "limit", limit),
                (row, index) ->
                        new Candidate(row.getObject("id", UUID.class), row.getLong("seq"), row.getInt("version")));
    }

    private List<UUID> take(List<Candidate> page, Instant now, Instant until) {
        return written(
                page.stream().map(Candidate::id).toList(),
                TAKE_ONE,
                page,
                candidate -> new MapSqlParameterSource("now", EntryRows.time(now))
                        .addValue("until", EntryRows.time(until))
                        .addValue("id", candidate.id())
                        .addValue("version", candidate.version()));
    }

    @Override
    public Set<ChangeId> delivered(List<Claim> claims, Instant now) {
        return Set.copyOf(written(
                claims.stream().map(claim -> claim.change().id()).toList(),
                SETTLE_ONE,
                claims,
                claim -> new MapSqlParameterSource("now", EntryRows.time(now))
                        .addValue("id", claim.change().id().value())
                        .addValue("claims", claim.number())));
    }

    /** @return those of the ids whose row the statement has written */
    private <I, T> List<I> written(List<I> ids, String sql, List<T> rows, Function<T, SqlParameterSource> parameters) {
        int[] counts = database.batchUpdate(sql, rows.stream().map(parameters).toArray(SqlParameterSource[]::new));
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] == 1)
                .mapToObj(ids::get)
                .toList();
    }
}
