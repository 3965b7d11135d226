package dev.lockstep.account.simulation;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the simulation reads and spoils of the product's own records, past all its rules. */
final class Records {

    private static final List<String> TABLES = List.of(
            "webhook_repeat",
            "webhook_message",
            "outbox_entry",
            "audit_record",
            "reconciliation_finding",
            "reconciliation_seen",
            "reconciliation_run",
            "account");

    private final JdbcTemplate jdbc;

    Records(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void clear() {
        TABLES.forEach(table -> jdbc.update("delete from " + table));
    }

    /** Somebody deleted lives again. */
    void revive(String person) {
        jdbc.update("update account set deleted_at = null where id = ?", person);
    }

    /** No change waits for an older one any more. */
    void forgetOrder() {
        jdbc.update("update outbox_entry set record_id = cast(id as varchar)");
    }

    /** What a worker holds now, it holds for ever. */
    void leaseForEver() {
        jdbc.update("update outbox_entry set lease_until = timestamp '2999-01-01 00:00:00' "
                + "where state = 'WAITING' and lease_until is not null");
    }

    /** Changes to be sent and messages to be applied. */
    long waiting() {
        return count("select (select count(*) from outbox_entry where state = 'WAITING')"
                + " + (select count(*) from webhook_message where state = 'WAITING')");
    }

    long repairsWrittenDown() {
        return count("select count(*) from audit_record where action = 'reconciliation.repaired'");
    }

    private long count(String sql) {
        Long count = jdbc.queryForObject(sql, Long.class);
        return count == null ? 0 : count;
    }
}
