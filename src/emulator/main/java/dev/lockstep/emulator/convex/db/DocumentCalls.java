package dev.lockstep.emulator.convex.db;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.TableName;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.ValueLimits;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** {@code ctx.db} for single documents, on one transaction, for the code of one component and under its schema. */
public final class DocumentCalls {

    private final Transaction transaction;
    private final AppSchema schema;
    private final ComponentPath component;

    public DocumentCalls(Transaction transaction, AppSchema schema, ComponentPath component) {
        this.transaction = transaction;
        this.schema = schema;
        this.component = component;
    }

    public String get(JsonNode arguments) {
        DocumentId id = id(arguments, "get");
        boolean system = arguments.path("isSystem").asBoolean(false);
        return transaction
                .get(id)
                .filter(document -> system == id.table() < DocumentId.FIRST_USER_TABLE)
                .map(Document::json)
                .orElse("null");
    }

    public String insert(JsonNode arguments) {
        String table = arguments.path("table").asString();
        TableName.problem(table).ifPresent(problem -> {
            throw new FunctionError(problem);
        });
        Obj value = object(WireJson.value(arguments.path("value")), "insert");
        for (String field : value.fields().keySet()) {
            if (field.startsWith("_")) {
                throw reserved(field);
            }
        }
        DocumentId id = transaction.mint(component.stored(table));
        check(table, value);
        return result(transaction.insert(component.stored(table), id, value));
    }

    public String patch(JsonNode arguments) {
        Document before = existing(arguments, "patch");
        var fields = new TreeMap<>(before.value().fields());
        for (Map.Entry<String, JsonNode> field : arguments.path("value").properties()) {
            if (field.getValue().has("$undefined")) {
                fields.remove(field.getKey());
            } else {
                ConvexJson.checkKey(field.getKey());
                fields.put(field.getKey(), WireJson.value(field.getValue()));
            }
        }
        return replaced(before, new Obj(fields));
    }

    public String replace(JsonNode arguments) {
        Document before = existing(arguments, "replace");
        return replaced(before, object(WireJson.value(arguments.path("value")), "replace"));
    }

    public String remove(JsonNode arguments) {
        Document before = existing(arguments, "delete");
        transaction.remove(before);
        return before.json();
    }

    public String count(JsonNode arguments) {
        return String.valueOf(
                transaction.count(component.stored(arguments.path("table").asString())));
    }

    public String normalizeId(JsonNode arguments) {
        String text = arguments.path("idString").asString("");
        boolean fits = DocumentId.parse(text)
                .flatMap(this::table)
                .filter(arguments.path("table").asString()::equals)
                .isPresent();
        return WireJson.object().put("id", fits ? text : null).toString();
    }

    private String replaced(Document before, Obj value) {
        String table = table(before.id()).orElseThrow();
        for (String field : value.fields().keySet()) {
            if (field.startsWith("_")) {
                boolean unchanged =
                        value.fields().get(field).equals(before.value().fields().get(field));
                if (!unchanged) {
                    throw reserved(field);
                }
            }
        }
        check(table, value);
        return transaction.replace(before, value).json();
    }

    private void check(String table, Obj value) {
        ValueLimits.problem(value).ifPresent(problem -> {
            throw new FunctionError(problem);
        });
        schema.problem(table, value, new OwnTables(transaction.view(), component))
                .ifPresent(problem -> {
                    throw new FunctionError("Failed to insert or update a document in table \"" + table
                            + "\" because it does not match the schema: " + problem);
                });
    }

    private Document existing(JsonNode arguments, String method) {
        DocumentId id = id(arguments, method);
        if (id.table() < DocumentId.FIRST_USER_TABLE) {
            throw new FunctionError("System tables are read-only: " + id);
        }
        return transaction
                .get(id)
                .orElseThrow(() -> new FunctionError(
                        (method.equals("delete") ? "Delete" : "Update") + " on nonexistent document ID " + id));
    }

    private DocumentId id(JsonNode arguments, String method) {
        String text = arguments.path("id").asString("");
        String argument = "Invalid argument `id` for `db." + method + "`: ";
        DocumentId id = DocumentId.parse(text)
                .filter(parsed -> table(parsed).isPresent())
                .orElseThrow(() -> new FunctionError(argument + "Unable to decode ID: \"" + text + "\""));
        String expected = arguments.path("table").asString(null);
        String actual = table(id).orElseThrow();
        if (expected != null && !expected.equals(actual)) {
            throw new FunctionError(
                    argument + "expected to be an Id<\"" + expected + "\">, got Id<\"" + actual + "\"> instead.");
        }
        return id;
    }

    /** Ids of other components' tables mean nothing here. */
    private Optional<String> table(DocumentId id) {
        return new OwnTables(transaction.view(), component).tableOf(id);
    }

    private static Obj object(ConvexValue value, String method) {
        if (value instanceof Obj object) {
            return object;
        }
        throw new FunctionError("Invalid argument `value` for `db." + method + "`: a document must be an object");
    }

    private static FunctionError reserved(String field) {
        return new FunctionError(
                "Field '" + field + "' starts with an underscore, which is only allowed for system fields "
                        + "like '_id', and those cannot be set");
    }

    private static String result(Document document) {
        return WireJson.object().put("_id", document.id().text()).toString();
    }
}
