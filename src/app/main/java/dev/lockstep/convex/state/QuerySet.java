package dev.lockstep.convex.state;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage.Modification;
import dev.lockstep.convex.wire.QueryId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queries that are subscribed to. Equal ones are asked for once; an id is never used again. */
final class QuerySet {

    private static final class Query {
        private final String path;
        private final ConvexValue args;
        private Optional<String> journal = Optional.empty();
        private int subscribers = 1;

        Query(String path, ConvexValue args) {
            this.path = path;
            this.args = args;
        }

        Modification.Add add(QueryId id) {
            return new Modification.Add(id, path, List.of(args), journal, Optional.empty());
        }

        String key() {
            return key(path, args);
        }

        static String key(String path, ConvexValue args) {
            return path + "\n" + ConvexJson.encode(args);
        }
    }

    private final Map<QueryId, Query> queries = new LinkedHashMap<>();
    private final Map<String, QueryId> ids = new HashMap<>();
    private long nextId;

    /** @param isNew whether the deployment has to be told */
    record Added(QueryId id, boolean isNew) {}

    Added add(String path, ConvexValue args) {
        QueryId known = ids.get(Query.key(path, args));
        if (known != null) {
            queries.get(known).subscribers++;
            return new Added(known, false);
        }
        var id = new QueryId(nextId++);
        var query = new Query(path, args);
        queries.put(id, query);
        ids.put(query.key(), id);
        return new Added(id, true);
    }

    /** Whether that was the last who wanted it, so that the deployment has to be told. */
    boolean remove(QueryId id) {
        Query query = queries.get(id);
        if (query == null || --query.subscribers > 0) {
            return false;
        }
        queries.remove(id);
        ids.remove(query.key());
        return true;
    }

    boolean contains(QueryId id) {
        return queries.containsKey(id);
    }

    /** Remembers what the deployment gave to ask the same page again with. */
    void keep(QueryId id, Optional<String> journal) {
        queries.get(id).journal = journal;
    }

    Modification.Add added(QueryId id) {
        return queries.get(id).add(id);
    }

    /** All of them, as a new socket is told. */
    List<Modification> all() {
        var all = new ArrayList<Modification>();
        queries.forEach((id, query) -> all.add(query.add(id)));
        return all;
    }
}
