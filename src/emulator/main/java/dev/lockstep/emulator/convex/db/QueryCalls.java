package dev.lockstep.emulator.convex.db;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.limit.Limits;
import dev.lockstep.emulator.convex.query.Page;
import dev.lockstep.emulator.convex.query.QueryPlan;
import dev.lockstep.emulator.convex.query.QueryStream;
import dev.lockstep.emulator.convex.query.ReadAhead;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code ctx.db.query(…)} on one transaction: holds the streams that are open. */
public final class QueryCalls {

    private final Transaction transaction;
    private final AppSchema schema;
    private final ComponentPath component;
    /** Documents handed over at once: few before it is known that the code goes on asking. */
    private static final int FIRST_BATCH = 16;

    private static final int MOST_IN_A_BATCH = 128;

    private final Map<Integer, Open> streams = new HashMap<>();
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

    /** A query that runs, and how many documents it hands over next. */
    private static final class Open {
        private final ReadAhead documents;
        private int batch = FIRST_BATCH;

        Open(ReadAhead documents) {
            this.documents = documents;
        }

        List<String> next() {
            ReadAhead.Batch next = documents.next(batch);
            batch = Math.min(MOST_IN_A_BATCH, batch * 4);
            List<String> texts = new ArrayList<>();
            next.documents().forEach(document -> texts.add("{\"value\":" + document.json() + ",\"done\":false}"));
            if (next.isEnd()) {
                texts.add("{\"value\":null,\"done\":true}");
            }
            return texts;
        }
    }

    /** The query's id, and the answers to what the code will ask next, see {@link #packed}. */
    public String open(JsonNode arguments) {
        var open = new Open(new ReadAhead(new QueryStream(plan(arguments), transaction)));
        streams.put(++lastId, open);
        List<String> texts = new ArrayList<>(List.of("{\"queryId\":" + lastId + "}"));
        try {
            texts.addAll(open.next());
        } catch (FunctionError e) {
            // Whoever asks for the first document hears of it.
            open.batch = 1;
        }
        return packed(texts);
    }

    /** The answer, and those to what the code will ask next, see {@link #packed}. */
    public String next(JsonNode arguments) {
        Open open = streams.get(arguments.path("queryId").asInt(0));
        if (open == null) {
            throw new FunctionError("Query " + arguments.path("queryId") + " is closed or was never opened");
        }
        return packed(open.next());
    }

    /** Texts after one another, behind a line with their lengths: {@code 2,3}, a line feed, {@code {}abc}. */
    private static String packed(List<String> texts) {
        var all = new StringBuilder();
        texts.forEach(text -> all.append(all.isEmpty() ? "" : ",").append(text.length()));
        all.append('\n');
        texts.forEach(all::append);
        return all.toString();
    }

    /**
     * What was handed over and not asked for was not read.
     *
     * @param report ids of queries and numbers of answers, {@code 1:15,4:2}
     */
    public void unread(String report) {
        for (String each : report.split(",")) {
            int colon = each.indexOf(':');
            Open open = streams.get(Integer.parseInt(each.substring(0, colon)));
            if (open != null) {
                open.batch = 1;
                open.documents.settle(Integer.parseInt(each.substring(colon + 1)));
            }
        }
    }

    /** All that was handed over, and not told to be {@link #unread}, was read. */
    public void finish() {
        streams.values().forEach(open -> open.documents.settle(0));
    }

    public String close(JsonNode arguments) {
        Open open = streams.remove(arguments.path("queryId").asInt(0));
        if (open != null) {
            open.documents.settle(0);
        }
        return String.valueOf(open != null);
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
        return pageSize;
    }

    private QueryPlan plan(JsonNode arguments) {
        return QueryPlan.of(arguments.path("query"), transaction.view(), schema, component);
    }
}
