package dev.lockstep.account.reconcile;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Whom a run has been through. In a table: the memory of a run must not grow with the number of people. */
@Component
class SeenPeople {

    private final NamedParameterJdbcTemplate jdbc;

    SeenPeople(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Gives how many of them are new. */
    int add(UUID run, Collection<String> people) {
        if (people.isEmpty()) {
            return 0;
        }
        var rows = people.stream()
                .map(person -> new MapSqlParameterSource("run", run).addValue("person", person))
                .toArray(MapSqlParameterSource[]::new);
        int added = 0;
        for (int count : jdbc.batchUpdate(
                "insert into reconciliation_seen (run_id, person) values (:run, :person) on conflict do nothing",
                rows)) {
            // A driver that rewrites batches does not tell one row from another.
            added += count >= 0 ? count : 1;
        }
        return added;
    }

    /** Those of these whom the run has not been through. */
    List<String> unseen(UUID run, List<String> people) {
        if (people.isEmpty()) {
            return List.of();
        }
        Set<String> seen = new HashSet<>(jdbc.queryForList(
                "select person from reconciliation_seen where run_id = :run and person in (:people)",
                new MapSqlParameterSource("run", run).addValue("people", people),
                String.class));
        return people.stream().filter(person -> !seen.contains(person)).toList();
    }

    void forget(UUID run) {
        jdbc.update("delete from reconciliation_seen where run_id = :run", new MapSqlParameterSource("run", run));
    }
}
