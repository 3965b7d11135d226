package dev.lockstep.emulator.convex.system;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.db.DocumentCalls;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.query.Page;
import dev.lockstep.emulator.convex.query.QueryPlan;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.system.SystemFunctions.Facts;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tables as somebody sees them who looks at data instead of running an app. */
final class TableFunctions {

    private static final int CLEARED_AT_ONCE = 1000;

    private static final Set<String> HIDDEN = Set.of(DocumentStore.SESSION_REQUESTS, DocumentStore.SIGNING_KEYS);

    private final Facts facts;

    TableFunctions(Facts facts) {
        this.facts = facts;
    }

    /** The tables of the app or of a component, all on one page. */
    ConvexValue names(ComponentPath component, Transaction transaction, Obj args) {
        var names = transaction.tables().stream()
                .filter(component::owns)
                .filter(name -> transaction.view().tableNumber(name).orElseThrow() >= DocumentId.FIRST_USER_TABLE)
                .map(component::own)
                .sorted()
                .<ConvexValue>map(name -> ConvexValue.object("name", ConvexValue.text(name)))
                .toList();
        return page(names, true, "");
    }

    ConvexValue page(ComponentPath component, Transaction transaction, Obj args) {
        Obj options = Args.object(args, "paginationOpts");
        Direction direction = Args.optionalText(args, "order")
                .filter("asc"::equals)
                .map(order -> Direction.ASCENDING)
                .orElse(Direction.DESCENDING);
        var request = new Page.Request(
                Args.optionalText(options, "cursor").orElse(null),
                Args.optionalText(options, "endCursor").orElse(null),
                Args.count(options, "numItems"),
                Long.MAX_VALUE,
                Long.MAX_VALUE);
        Page page = Page.read(plan(table(component, args, "table"), direction), request, transaction);
        return page(values(page.documents()), page.isDone(), page.continueCursor());
    }

    /** Something that changes whenever the table does. */
    ConvexValue state(ComponentPath component, Transaction transaction, Obj args) {
        long hash = 0;
        for (Document document : transaction.documents(table(component, args, "tableName"))) {
            hash = 31 * hash + document.json().hashCode();
        }
        return ConvexValue.int64(hash);
    }

    ConvexValue size(ComponentPath component, Transaction transaction, Obj args) {
        return ConvexValue.number(transaction.count(table(component, args, "tableName")));
    }

    /** One document, also of the two system tables that functions see; null when there is none. */
    ConvexValue byId(ComponentPath component, Transaction transaction, Obj args) {
        String text = Args.text(args, "id");
        DocumentId id = DocumentId.parse(text).orElseThrow(() -> new FunctionError("Invalid ID: " + text));
        return transaction
                .view()
                .tableName(id.table())
                .filter(component::owns)
                .filter(table -> id.table() >= DocumentId.FIRST_USER_TABLE || isSeen(component.own(table)))
                .flatMap(table -> transaction.get(id))
                .<ConvexValue>map(Document::value)
                .orElse(ConvexValue.NULL);
    }

    private static boolean isSeen(String table) {
        return !table.startsWith("_") || table.equals(DocumentStore.SCHEDULED) || table.equals(DocumentStore.STORAGE);
    }

    ConvexValue newest(ComponentPath component, Transaction transaction, Obj args) {
        var request = new Page.Request(null, null, Args.count(args, "limit"), Long.MAX_VALUE, Long.MAX_VALUE);
        var plan = plan(table(component, args, "table"), Direction.DESCENDING);
        return new Array(values(Page.read(plan, request, transaction).documents()));
    }

    /** Adds documents, all or none. What does not fit the schema is an answer, not an error. */
    ConvexValue add(ComponentPath component, Transaction transaction, Obj args) {
        if (!(Args.any(args, "documents") instanceof Array(var documents))) {
            throw new FunctionError("ArgumentValidationError: the argument `documents` must be an array");
        }
        var calls =
                new DocumentCalls(transaction, facts.components().get(component).schema(), component);
        var before = transaction.savepoint();
        try {
            for (ConvexValue document : documents) {
                var insert = WireJson.object().put("table", Args.text(args, "table"));
                insert.set("value", WireJson.node(document));
                calls.insert(insert);
            }
            return ConvexValue.object("success", ConvexValue.TRUE);
        } catch (FunctionError e) {
            transaction.rollback(before);
            return ConvexValue.object("success", ConvexValue.FALSE).with("error", ConvexValue.text(e.message()));
        }
    }

    /** Removes some documents; asked again with the cursor until there are no more. */
    ConvexValue clear(ComponentPath component, Transaction transaction, Obj args) {
        String table = table(component, args, "tableName");
        var request = new Page.Request(
                Args.optionalText(args, "cursor").orElse(null), null, CLEARED_AT_ONCE, Long.MAX_VALUE, Long.MAX_VALUE);
        Page page = Page.read(plan(table, Direction.ASCENDING), request, transaction);
        page.documents().forEach(transaction::remove);
        return ConvexValue.object("deleted", ConvexValue.number(page.documents().size()))
                .with("continueCursor", ConvexValue.text(page.continueCursor()))
                .with("hasMore", ConvexValue.bool(!page.isDone()));
    }

    private static QueryPlan plan(String table, Direction direction) {
        return QueryPlan.wholeTable(table, direction);
    }

    /** The name that the store keeps a table under. */
    private static String table(ComponentPath component, Obj args, String name) {
        String table = Args.text(args, name);
        return Optional.of(component.stored(table))
                .filter(stored -> component.owns(stored) && !HIDDEN.contains(stored))
                .orElseThrow(() -> new FunctionError("Table " + table + " not found"));
    }

    private static List<ConvexValue> values(List<Document> documents) {
        var values = new ArrayList<ConvexValue>(documents.size());
        documents.forEach(document -> values.add(document.value()));
        return values;
    }

    private static Obj page(List<ConvexValue> items, boolean isDone, String continueCursor) {
        return ConvexValue.object("page", new Array(items))
                .with("isDone", ConvexValue.bool(isDone))
                .with("continueCursor", ConvexValue.text(continueCursor));
    }
}
