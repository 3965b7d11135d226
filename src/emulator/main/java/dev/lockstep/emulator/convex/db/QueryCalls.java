package dev.lockstep.emulator.convex.db;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.limit.Limits;
import dev.lockstep.emulator.convex.query.Page;
import dev.lockstep.emulator.convex.query.QueryPlan;
import dev.lockstep.emulator.convex.query.QueryStream;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code ctx.db.query(…)} on one transaction: holds the streams that are open. */
public final class QueryCalls {

    private final Transaction transaction;
    private final AppSchema schema;
    private final ComponentPath component;
    private final Map<Integer, QueryStream> streams = new HashMap<>();
    private int lastId;
    private final Optional<String> journal;
    private boolean paginated;
    private Optional<String> pageEnd = Optional.empty();

    /**
     * @param component whose tables are meant
     * @param journal where the page of an earlier run ended: this run reads to the same place, whatever is there now
     */
    public QueryCalls(Transaction transaction, AppSchema schema, ComponentPath component, Optional<String> journal) {
        this.transaction = transaction;
        this.schema = schema;
        this.component = component;
        this.journal = journal;
    }

    /** Where the page that was read ended; empty before. */
    public Optional<String> pageEnd() {
        return pageEnd;
    }

    public String open(JsonNode arguments) {
        var plan = plan(arguments);
        streams.put(++lastId, new QueryStream(plan, transaction));
        return "{\"queryId\":" + lastId + "}";
    }

    public String next(JsonNode arguments) {
        QueryStream stream = streams.get(arguments.path("queryId").asInt(0));
        if (stream == null) {
            throw new FunctionError("Query " + arguments.path("queryId") + " is closed or was never opened");
        }
        return stream.next()
                .map(document -> "{\"value\":" + document.json() + ",\"done\":false}")
                .orElse("{\"value\":null,\"done\":true}");
    }

    public String close(JsonNode arguments) {
        return String.valueOf(streams.remove(arguments.path("queryId").asInt(0)) != null);
    }

    public String page(JsonNode arguments) {
        if (paginated) {
            throw new FunctionError("This query or mutation function ran multiple paginated queries. Convex only "
                    + "supports a single paginated query in each function.");
        }
        paginated = true;
        long pageSize = pageSize(arguments);
        var plan = plan(arguments);
        // A push may have changed the query since the journal was written; then the page begins anew.
        Optional<String> end = journal.filter(cursor -> Page.knows(plan, cursor));
        var request = new Page.Request(
                arguments.path("cursor").asString(null),
                arguments.path("endCursor").asString(end.orElse(null)),
                pageSize,
                arguments.path("maximumRowsRead").asLong(Long.MAX_VALUE),
                arguments.path("maximumBytesRead").asLong(Long.MAX_VALUE));
        Page page = Page.read(plan, request, transaction);
        pageEnd = Optional.of(page.continueCursor());
        String documents = page.documents().stream().map(Document::json).collect(Collectors.joining(",", "[", "]"));
        String rest = WireJson.object()
                .put("isDone", page.isDone())
                .put("continueCursor", page.continueCursor())
                .put("splitCursor", page.splitCursor().orElse(null))
                .put("pageStatus", page.status().map(Page.Status::text).orElse(null))
                .toString();
        return "{\"page\":" + documents + "," + rest.substring(1);
    }

    private long pageSize(JsonNode arguments) {
        long pageSize = arguments.path("pageSize").asLong(0);
        if (pageSize < 1) {
            throw new FunctionError("Must request at least 1 document while paginating");
        }
        if (pageSize > Limits.READ_DOCUMENTS) {
            throw new FunctionError("Requested too many items: " + pageSize);
        }
        if (arguments.path("maximumRowsRead").asLong(1) < 1
                || arguments.path("maximumBytesRead").asLong(1) < 1) {
            throw new FunctionError("maximumRowsRead and maximumBytesRead must be greater than 0");
        }
        if (!component.isRoot()) {
            throw new FunctionError("paginate() is only supported in the app. "
                    + "Learn more at https://docs.convex.dev/components/authoring#pagination");
        }
        return pageSize;
    }

    private QueryPlan plan(JsonNode arguments) {
        return QueryPlan.of(arguments.path("query"), transaction.view(), schema, component);
    }
}
