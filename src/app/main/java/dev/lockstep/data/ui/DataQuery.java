package dev.lockstep.data.ui;

import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.sync.table.RecordFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the address of the page says: {@code data/tasks?find=milk&show=deleted&record=…}. What it says wrongly counts as not said.
 * Pure.
 *
 * @param record which one is open: its id, or {@link #NEW}
 */
record DataQuery(String table, RecordFilter filter, Optional<String> record) {

    /** In place of an id: one that is being made. */
    static final String NEW = "new";

    private static final int LONGEST = 200;

    static DataQuery of(String table, QueryParameters said) {
        String text = said.getSingleParameter("find").orElse("").strip();
        boolean deleted =
                said.getSingleParameter("show").filter("deleted"::equals).isPresent();
        return new DataQuery(
                table,
                new RecordFilter(text.length() > LONGEST ? text.substring(0, LONGEST) : text, deleted),
                said.getSingleParameter("record").filter(id -> !id.isBlank() && id.length() <= 64));
    }

    DataQuery filter(RecordFilter wanted) {
        return new DataQuery(table, wanted, record);
    }

    DataQuery record(Optional<String> wanted) {
        return new DataQuery(table, filter, wanted);
    }

    boolean isOpen(String id) {
        return record.filter(id::equals).isPresent();
    }

    String address() {
        Map<String, String> said = new LinkedHashMap<>();
        if (!filter.text().isEmpty()) {
            said.put("find", filter.text());
        }
        if (filter.deleted()) {
            said.put("show", "deleted");
        }
        record.ifPresent(id -> said.put("record", id));
        String query = QueryParameters.simple(said).getQueryString();
        return "data/" + table + (query.isEmpty() ? "" : "?" + query);
    }
}
