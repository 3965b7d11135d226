package dev.lockstep.audit;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The trail: entries are added and read, never changed, and forgotten after thirty days. */
@Component
public class AuditTrail {

    public static final Duration KEPT = Duration.ofDays(30);

    private static final String WHERE = """
             where (:text = '' or action like :action or actor = :text or person = :text
                 or actor in (:people) or person in (:people))
               and at >= :since
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Which entries are read.
     *
     * @param text how an action begins, {@code change.} for example, or the id of an actor or a person; blank for all
     * @param people ids of people who are meant by the text too
     * @param since not older
     */
    public record Filter(String text, Set<String> people, Instant since) {

        public static final Filter ALL = new Filter("", Set.of(), Instant.EPOCH);
    }

    /** Writes an entry in the caller's transaction, so that there is either both or neither. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(AuditEntry entry) {
        jdbc.sql("""
                        insert into audit_record (at, actor, action, person, change_id, detail)
                        values (:at, :actor, :action, :person, :change, :detail)
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("actor", entry.actor())
                .param("action", entry.action())
                .param("person", entry.person().map(Owner::value).orElse(null))
                .param("change", entry.change().map(ChangeId::value).orElse(null))
                .param("detail", entry.detail())
                .update();
    }

    /** Writes one entry for each of these changes that waits, in the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void addEach(String actor, String action, Collection<UUID> changes, String detail) {
        var entry = AuditEntry.general(actor, action, detail);
        jdbc.sql("""
                        insert into audit_record (at, actor, action, person, change_id, detail)
                        select cast(:at as timestamp with time zone), :actor, :action, owner_id, id, :detail
                        from outbox_entry where id in (:changes) and state = 'WAITING'
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("actor", entry.actor())
                .param("action", entry.action())
                .param("detail", entry.detail())
                .param("changes", changes)
                .update();
    }

    /** Writes an entry of something that happens outside any transaction, a refusal or a call. */
    @Transactional
    public void addAlone(AuditEntry entry) {
        add(entry);
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<AuditRecord> newest(Filter filter, int page, int size) {
        return filtered("select *", filter, " order by id desc limit :size offset :skip")
                .param("size", size)
                .param("skip", (long) page * size)
                .query(AuditTrail::read)
                .list();
    }

    @Transactional(readOnly = true)
    public long count(Filter filter) {
        return filtered("select count(*)", filter, "").query(Long.class).single();
    }

    /**
     * Hands over all that fit, the newest first, without holding them all, nor a connection while the reader is slow. What is
     * added meanwhile is newer and left out.
     */
    public void each(Filter filter, Consumer<AuditRecord> reader) {
        long below = Long.MAX_VALUE;
        List<AuditRecord> page;
        do {
            page = filtered("select *", filter, " and id < :below order by id desc limit 1000")
                    .param("below", below)
                    .query(AuditTrail::read)
                    .list();
            page.forEach(reader);
            below = page.isEmpty() ? below : page.getLast().id();
        } while (!page.isEmpty());
    }

    /** All about one change, the oldest first. */
    @Transactional(readOnly = true)
    public List<AuditRecord> of(ChangeId change) {
        return jdbc.sql("select * from audit_record where change_id = :change order by id")
                .param("change", change.value())
                .query(AuditTrail::read)
                .list();
    }

    /** What concerns one person, the newest first. */
    @Transactional(readOnly = true)
    public List<AuditRecord> about(Owner person, int size) {
        return jdbc.sql("select * from audit_record where person = :person order by at desc, id desc limit :size")
                .param("person", person.value())
                .param("size", size)
                .query(AuditTrail::read)
                .list();
    }

    private JdbcClient.StatementSpec filtered(String select, Filter filter, String rest) {
        return jdbc.sql(select + " from audit_record" + WHERE + rest)
                .param("text", filter.text())
                .param("action", filter.text() + "%")
                // No id is blank; a list in SQL must not be empty.
                .param("people", filter.people().isEmpty() ? Set.of("") : filter.people())
                .param("since", Timestamp.from(filter.since()));
    }

    private static AuditRecord read(ResultSet row, int number) throws SQLException {
        return new AuditRecord(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                new AuditEntry(
                        row.getString("actor"),
                        row.getString("action"),
                        Optional.ofNullable(row.getString("person")).map(Owner::of),
                        Optional.ofNullable(row.getObject("change_id", UUID.class))
                                .map(ChangeId::new),
                        row.getString("detail")));
    }

    /** Forgets what is too old, but for what concerns a change that still waits or is parked. */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 90_000)
    @Transactional
    void forget() {
        jdbc.sql("""
                        delete from audit_record where at < :before and (change_id is null or not exists (
                            select 1 from outbox_entry o
                            where o.id = audit_record.change_id and o.state in ('WAITING', 'PARKED')))
                        """)
                .param("before", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
