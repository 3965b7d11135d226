package dev.lockstep.account.reconcile.finding;

import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs found. Every method joins the caller's transaction, if there is one. */
@Component
public class FindingStore {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FIELD = "field";

    private static final String WHERE = """
             where run_id = :run and (:kind = '' or kind = :kind) and (:field = '' or fields like :field)
               and (:person = '' or person = :person or lower(name) like :name)
            """;

    private final JdbcClient jdbc;

    FindingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the run had found this person out of step before. */
    public boolean add(UUID run, Drift drift, String name) {
        return jdbc.sql("""
                        insert into reconciliation_finding (run_id, person, name, kind, places, fields)
                        values (:run, :person, :name, :kind, :places, :fields)
                        on conflict do nothing
                        """)
                        .param("run", run)
                        .param("person", drift.person())
                        .param("name", name)
                        .param("kind", Finding.Kind.of(drift).name())
                        .param(
                                "places",
                                Finding.places(drift).stream()
                                        .sorted()
                                        .map(Place::name)
                                        .collect(Collectors.joining(",")))
                        .param("fields", written(Finding.fields(drift)))
                        .update()
                > 0;
    }

    public List<Finding> page(FindingFilter filter, int page, int size) {
        return filtered("select *", filter, " order by id limit :size offset :skip")
                .param("size", size)
                .param("skip", (long) page * size)
                .query(FindingStore::read)
                .list();
    }

    public long count(FindingFilter filter) {
        return filtered("select count(*)", filter, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, FindingFilter filter, String rest) {
        return jdbc.sql(select + " from reconciliation_finding" + WHERE + rest)
                .param("run", filter.run())
                .param("kind", filter.kind().map(Enum::name).orElse(""))
                .param(
                        FIELD,
                        filter.field()
                                .map(field -> "%\"" + field.part() + "\"%")
                                .orElse(""))
                .param("person", filter.person())
                .param("name", "%" + filter.person().toLowerCase(Locale.ROOT) + "%");
    }

    /** What can still be put right, in the order in which it was found. */
    public List<Finding> open(UUID run, long after, int size) {
        return jdbc.sql("""
                        select * from reconciliation_finding
                        where run_id = :run and id > :after and repaired_at is null and kind <> 'BURIED'
                        order by id limit :size
                        """)
                .param("run", run)
                .param("after", after)
                .param("size", size)
                .query(FindingStore::read)
                .list();
    }

    public Optional<Finding> find(long id) {
        return jdbc.sql("select * from reconciliation_finding where id = :id")
                .param("id", id)
                .query(FindingStore::read)
                .optional();
    }

    /** False when somebody else was faster. */
    public boolean repaired(long id, Finding.Outcome outcome, Instant now) {
        return jdbc.sql("""
                        update reconciliation_finding set repaired_at = :now, outcome = :outcome
                        where id = :id and repaired_at is null
                        """)
                        .param("now", Timestamp.from(now))
                        .param("outcome", outcome.name())
                        .param("id", id)
                        .update()
                > 0;
    }

    public void notRepaired(long id, Finding.Outcome why) {
        jdbc.sql("update reconciliation_finding set outcome = :why where id = :id")
                .param("why", why.name())
                .param("id", id)
                .update();
    }

    public void forgetBefore(Instant before) {
        jdbc.sql("""
                        delete from reconciliation_finding where run_id in (
                            select id from reconciliation_run where started_at < :before and active is null)
                        """).param("before", Timestamp.from(before)).update();
        jdbc.sql("delete from reconciliation_run where started_at < :before and active is null")
                .param("before", Timestamp.from(before))
                .update();
    }

    private static Finding read(ResultSet row, int number) throws SQLException {
        return new Finding(
                row.getLong("id"),
                row.getObject("run_id", UUID.class),
                row.getString("person"),
                row.getString("name"),
                Finding.Kind.valueOf(row.getString("kind")),
                places(row.getString("places")),
                disagreements(row.getString("fields")),
                Optional.ofNullable(row.getTimestamp("repaired_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("outcome")).map(Finding.Outcome::valueOf));
    }

    private static Set<Place> places(String list) {
        return list.isEmpty()
                ? Set.of()
                : Arrays.stream(list.split(",")).map(Place::valueOf).collect(Collectors.toSet());
    }

    private static String written(List<Disagreement> fields) {
        ArrayNode list = JSON.createArrayNode();
        for (Disagreement disagreement : fields) {
            ObjectNode node = list.addObject().put(FIELD, disagreement.field().part());
            disagreement.says().forEach((place, value) -> node.put(place.name(), value.orElse(null)));
        }
        return list.toString();
    }

    private static List<Disagreement> disagreements(String json) {
        var list = new ArrayList<Disagreement>();
        for (JsonNode node : JSON.readTree(json)) {
            Map<Place, Optional<String>> says = new EnumMap<>(Place.class);
            for (Place place : Place.values()) {
                JsonNode value = node.get(place.name());
                if (value != null) {
                    says.put(place, value.isNull() ? Optional.empty() : Optional.of(value.asString()));
                }
            }
            ComparedField.of(node.get(FIELD).asString()).ifPresent(field -> list.add(new Disagreement(field, says)));
        }
        return list;
    }
}
