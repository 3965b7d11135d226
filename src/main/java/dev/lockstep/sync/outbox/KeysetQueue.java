package dev.lockstep.sync.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * For H2, where a locking read of a long queue costs ten times a plain one: one drainer at a time reads on from where
 * the last reading ended, without locks, and each row is taken only if nobody wrote it since.
 */
final class KeysetQueue implements DueQueue {

    private record Candidate(UUID id, long seq, int version) {}

    private static final String READ = "select e.id, e.seq, e.version from outbox_entry e where e.seq > :after and "
            + DUE + " order by e.seq limit :limit";
    private static final String TAKE_ONE = "update outbox_entry " + TAKE + " where id = :id and version = :version";
    private static final String TAKEN = "select * from outbox_entry where id in (:ids) order by seq";

    private final JdbcClient database;
    /** Where the last reading ended; only a place to go on from, since what it skipped comes up in the next pass. */
    private long after;

    KeysetQueue(JdbcClient database) {
        this.database = database;
    }

    @Override
    public synchronized List<Claim> take(int limit, Instant now, Instant until) {
        List<Candidate> page = read(limit, now);
        if (page.isEmpty() && after > 0) {
            after = 0;
            page = read(limit, now);
        }
        after = page.isEmpty() ? 0 : page.getLast().seq();
        var taken = new ArrayList<UUID>();
        for (Candidate candidate : page) {
            if (take(candidate, now, until)) {
                taken.add(candidate.id());
            }
        }
        return taken.isEmpty()
                ? List.of()
                : database.sql(TAKEN).param("ids", taken).query(ClaimRow::read).stream()
                        .map(ClaimRow::claim)
                        .toList();
    }

    private List<Candidate> read(int limit, Instant now) {
        return database.sql(READ)
                .param("after", after)
                .param("now", ClaimRow.time(now))
                .param("limit", limit)
                .query((row, index) ->
                        new Candidate(row.getObject("id", UUID.class), row.getLong("seq"), row.getInt("version")))
                .list();
    }

    private boolean take(Candidate candidate, Instant now, Instant until) {
        return database.sql(TAKE_ONE)
                        .param("now", ClaimRow.time(now))
                        .param("until", ClaimRow.time(until))
                        .param("id", candidate.id())
                        .param("version", candidate.version())
                        .update()
                == 1;
    }
}
