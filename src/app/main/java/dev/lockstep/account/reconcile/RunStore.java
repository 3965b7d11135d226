package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.ReconciliationRun.Calls;
import dev.lockstep.account.reconcile.ReconciliationRun.Counts;
import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.Phase;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The runs, each as it stands after its last page. Every method joins the caller's transaction, if there is one. */
@Component
class RunStore {

    private static final int LONGEST_REASON = 1000;

    private final JdbcClient jdbc;

    RunStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where a run goes on.
     *
     * @param offset how many of Clerk's people it has been through
     * @param after the last id it looked at; blank at the beginning of a phase
     */
    record Position(Phase phase, int offset, String after) {

        static Position startOf(Phase phase) {
            return new Position(phase, 0, "");
        }
    }

    /** @throws org.springframework.dao.DuplicateKeyException when another one runs */
    void insert(UUID id, Mode mode, String askedBy, Instant now) {
        jdbc.sql("""
                        insert into reconciliation_run (id, started_at, progressed_at, mode, asked_by, state, active, phase,
                            resume_offset, resume_after, total, in_clerk, in_convex, here, missing, extra, different,
                            buried, repaired, clerk_calls, convex_calls, deletions_confirmed)
                        values (:id, :now, :now, :mode, :by, 'RUNNING', true, 'CLERK', 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                            0, false)
                        """)
                .param("id", id)
                .param("now", Timestamp.from(now))
                .param("mode", mode.name())
                .param("by", askedBy)
                .update();
    }

    Optional<ReconciliationRun> find(UUID id) {
        return jdbc.sql("select * from reconciliation_run where id = :id")
                .param("id", id)
                .query(RunStore::read)
                .optional();
    }

    Position position(UUID id) {
        return jdbc.sql("select phase, resume_offset, resume_after from reconciliation_run where id = :id")
                .param("id", id)
                .query((row, number) -> new Position(Phase.valueOf(row.getString(1)), row.getInt(2), row.getString(3)))
                .single();
    }

    /** The newest first. */
    List<ReconciliationRun> newest(int page, int size) {
        return jdbc.sql("select * from reconciliation_run order by started_at desc, id desc limit :size offset :skip")
                .param("size", size)
                .param("skip", (long) page * size)
                .query(RunStore::read)
                .list();
    }

    long count() {
        return jdbc.sql("select count(*) from reconciliation_run")
                .query(Long.class)
                .single();
    }

    List<UUID> running() {
        return jdbc.sql("select id from reconciliation_run where active = true")
                .query(UUID.class)
                .list();
    }

    void expect(UUID id, long total) {
        jdbc.sql("update reconciliation_run set total = :total where id = :id")
                .param("total", total)
                .param("id", id)
                .update();
    }

    /** Adds what a step did. False when the run does not run any more: then the step must not count. */
    boolean advance(UUID id, Position to, Counts done, Calls calls, Instant now) {
        return jdbc.sql("""
                        update reconciliation_run set phase = :phase, resume_offset = :offset, resume_after = :after,
                            progressed_at = :now, in_clerk = in_clerk + :inClerk, in_convex = in_convex + :inConvex,
                            here = here + :here, missing = missing + :missing, extra = extra + :extra,
                            different = different + :different, buried = buried + :buried,
                            repaired = repaired + :repaired, clerk_calls = clerk_calls + :clerkCalls,
                            convex_calls = convex_calls + :convexCalls
                        where id = :id and state = 'RUNNING'
                        """)
                        .param("phase", to.phase().name())
                        .param("offset", to.offset())
                        .param("after", to.after())
                        .param("now", Timestamp.from(now))
                        .param("inClerk", done.inClerk())
                        .param("inConvex", done.inConvex())
                        .param("here", done.here())
                        .param("missing", done.missing())
                        .param("extra", done.extra())
                        .param("different", done.different())
                        .param("buried", done.buried())
                        .param("repaired", done.repaired())
                        .param("clerkCalls", calls.clerk())
                        .param("convexCalls", calls.convex())
                        .param("id", id)
                        .update()
                > 0;
    }

    /** One more was put right, whatever the run's state. */
    void repairedOne(UUID id) {
        jdbc.sql("update reconciliation_run set repaired = repaired + 1 where id = :id")
                .param("id", id)
                .update();
    }

    /** False when it was over already. */
    boolean end(UUID id, State state, String reason, Instant now) {
        return jdbc.sql("""
                        update reconciliation_run set state = :state, active = null, ended_at = :now, reason = :reason
                        where id = :id and state in ('RUNNING', 'PAUSED')
                        """)
                        .param("state", state.name())
                        .param("now", Timestamp.from(now))
                        .param(
                                "reason",
                                reason.isBlank()
                                        ? null
                                        : reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))
                        .param("id", id)
                        .update()
                > 0;
    }

    /**
     * Lets one that stopped go on.
     *
     * @throws org.springframework.dao.DuplicateKeyException when another one runs
     */
    boolean goOn(UUID id, State from, boolean deletionsConfirmed, Instant now) {
        return jdbc.sql("""
                        update reconciliation_run set state = 'RUNNING', active = true, ended_at = null, reason = null,
                            progressed_at = :now, deletions_confirmed = (deletions_confirmed or :confirmed)
                        where id = :id and state = :from
                        """)
                        .param("now", Timestamp.from(now))
                        .param("confirmed", deletionsConfirmed)
                        .param("id", id)
                        .param("from", from.name())
                        .update()
                > 0;
    }

    private static ReconciliationRun read(ResultSet row, int number) throws SQLException {
        return new ReconciliationRun(
                row.getObject("id", UUID.class),
                Mode.valueOf(row.getString("mode")),
                row.getString("asked_by"),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("progressed_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant),
                State.valueOf(row.getString("state")),
                Phase.valueOf(row.getString("phase")),
                row.getLong("total"),
                new Counts(
                        row.getLong("in_clerk"),
                        row.getLong("in_convex"),
                        row.getLong("here"),
                        row.getLong("missing"),
                        row.getLong("extra"),
                        row.getLong("different"),
                        row.getLong("buried"),
                        row.getLong("repaired")),
                new Calls(row.getLong("clerk_calls"), row.getLong("convex_calls")),
                row.getBoolean("deletions_confirmed"),
                Optional.ofNullable(row.getString("reason")));
    }
}
