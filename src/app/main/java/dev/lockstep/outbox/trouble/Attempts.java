package dev.lockstep.outbox.trouble;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How the tries of troubled changes went. A change that arrives at the first try leaves no row here, so that the ordinary
 * path costs nothing. Of a long row of tries the first {@link #FIRST} and the last {@link #LAST} are kept; those of settled
 * changes go after thirty days.
 */
@Component
public class Attempts {

    static final int FIRST = 10;
    static final int LAST = 50;
    /** The column has an end. */
    private static final int LONGEST = 1000;

    private static final Duration KEPT = Duration.ofDays(30);
    private static final String TAKEN = "TAKEN";

    private final JdbcClient database;
    private final AuditTrail trail;
    private final Clock clock;

    Attempts(JdbcClient database, AuditTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /** Stores a failed try after which there will be another. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void failed(Sending sending, Problem problem) {
        String sentence = problem.sentence();
        add(
                sending,
                Trouble.of(problem.kind()).name(),
                problem.code().text(),
                sentence.substring(0, Math.min(sentence.length(), LONGEST)));
        int before = sending.number() - LAST;
        if (before > FIRST) {
            database.sql(
                            "delete from outbox_attempt where change_id = :change and number > :first and number <= :before")
                    .param("change", sending.change().id().value())
                    .param("first", FIRST)
                    .param("before", before)
                    .update();
        }
    }

    /** Stores the refusal after which it waits for somebody. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void parked(Sending sending, Problem problem) {
        failed(sending, problem);
        audit(sending, "change.parked", problem.code() + ": " + problem.sentence());
    }

    /** Stores the refusal that went back to the person at the form. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void rejected(Sending sending, Problem problem) {
        failed(sending, problem);
        audit(sending, "change.rejected", problem.code() + ": " + problem.sentence());
    }

    /** Stores that it arrived after all. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void taken(Sending sending, int tries) {
        add(sending, TAKEN, null, null);
        audit(sending, "change.delivered", "arrived at try " + tries);
    }

    private void audit(Sending sending, String action, String detail) {
        Change change = sending.change();
        trail.add(AuditEntry.about(
                AuditEntry.SYSTEM, action, change.owner(), change.id(), change.destination() + ", " + detail));
    }

    private void add(Sending sending, String outcome, @Nullable String code, @Nullable String message) {
        database.sql("""
                        insert into outbox_attempt (change_id, number, at, took_ms, outcome, code, message)
                        values (:change, :number, :at, :took, :outcome, :code, :message)
                        """)
                .param("change", sending.change().id().value())
                .param("number", sending.number())
                .param("at", sending.at().atOffset(ZoneOffset.UTC))
                .param("took", Duration.between(sending.at(), clock.instant()).toMillis())
                .param("outcome", outcome)
                .param("code", code)
                .param("message", message)
                .update();
    }

    /** The oldest first. */
    @Transactional(readOnly = true)
    public List<Attempt> of(ChangeId change) {
        return database.sql("select * from outbox_attempt where change_id = :change order by number")
                .param("change", change.value())
                .query(Attempts::read)
                .list();
    }

    private static Attempt read(ResultSet row, int index) throws SQLException {
        String outcome = row.getString("outcome");
        return new Attempt(
                row.getInt("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Duration.ofMillis(row.getLong("took_ms")),
                outcome.equals(TAKEN) ? Optional.empty() : Optional.of(Trouble.valueOf(outcome)),
                Optional.ofNullable(row.getString("code")),
                Optional.ofNullable(row.getString("message")));
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 120_000)
    @Transactional
    void forget() {
        Instant before = clock.instant().minus(KEPT);
        database.sql("""
                        delete from outbox_attempt where at < :before and not exists (
                            select 1 from outbox_entry o
                            where o.id = outbox_attempt.change_id and o.state in ('WAITING', 'PARKED'))
                        """).param("before", before.atOffset(ZoneOffset.UTC)).update();
    }
}
