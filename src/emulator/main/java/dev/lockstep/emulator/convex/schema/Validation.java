package dev.lockstep.emulator.convex.schema;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bool;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Null;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.emulator.convex.schema.Validator.Presence;
import dev.lockstep.emulator.convex.schema.Validator.Simple;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks values against validators, and says what is wrong in the service's words. Pure. */
public final class Validation {

    /** What {@code createFunctionHandle} gives: a component, empty for the app, and a module with its function. */
    private static final Pattern HANDLE = Pattern.compile("function://[^;]*;[^:;]+(:[A-Za-z_$][\\w$]*)?");

    private final TableNames tables;

    public Validation(TableNames tables) {
        this.tables = tables;
    }

    /** Empty when the value is as declared; else the message, with path, value and validator on lines of their own. */
    public Optional<String> problem(ConvexValue value, Validator validator) {
        return problem(value, validator, "");
    }

    private Optional<String> problem(ConvexValue value, Validator validator, String path) {
        return switch (validator) {
            case Simple simple -> matches(value, simple) ? Optional.empty() : mismatch(value, validator, path);
            case Validator.Literal(ConvexValue literal) ->
                literal.equals(value) ? Optional.empty() : mismatch(value, validator, path);
            case Validator.Id(String table) -> id(value, table, validator, path);
            case Validator.ArrayOf(Validator items) ->
                value instanceof Array(List<ConvexValue> list)
                        ? array(list, items, path)
                        : mismatch(value, validator, path);
            case Validator.RecordOf record ->
                value instanceof Obj object ? record(object, record, path) : mismatch(value, validator, path);
            case Validator.Union(List<Validator> members) -> {
                if (members.size() == 1) {
                    yield problem(value, members.getFirst(), path);
                }
                boolean fits = members.stream()
                        .anyMatch(member -> problem(value, member, path).isEmpty());
                yield fits ? Optional.empty() : mismatch(value, validator, path);
            }
            case Validator.ObjectOf object ->
                value instanceof Obj fields ? object(fields, object, path) : mismatch(value, validator, path);
        };
    }

    private static boolean matches(ConvexValue value, Simple simple) {
        return switch (simple) {
            case ANY -> true;
            case NULL -> value instanceof Null;
            case BOOLEAN -> value instanceof Bool;
            case INT64 -> value instanceof Int64;
            case COMMIT_TS -> value instanceof Int64 || value instanceof ConvexValue.CommitTime;
            case FLOAT64 -> value instanceof Float64;
            case STRING -> value instanceof Text;
            case FUNCTION ->
                value instanceof Text(String text) && HANDLE.matcher(text).matches();
            case BYTES -> value instanceof Bytes;
        };
    }

    private Optional<String> id(ConvexValue value, String table, Validator validator, String path) {
        if (!(value instanceof Text(String text))) {
            return mismatch(value, validator, path);
        }
        Optional<String> found = tables.tableOf(text);
        if (found.isEmpty()) {
            return mismatch(value, validator, path);
        }
        if (!found.get().equals(table)) {
            return Optional.of("Found ID \"" + text + "\" from table `" + found.get()
                    + "`, which does not match the table name in validator `" + validator + "`." + pathLine(path));
        }
        return Optional.empty();
    }

    private Optional<String> array(List<ConvexValue> list, Validator items, String path) {
        for (int i = 0; i < list.size(); i++) {
            var problem = problem(list.get(i), items, path + "[" + i + "]");
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> record(Obj object, Validator.RecordOf record, String path) {
        for (var field : object.fields().entrySet()) {
            if (problem(ConvexValue.text(field.getKey()), record.keys(), path).isPresent()) {
                return mismatch(ConvexValue.text(field.getKey()), record.keys(), path);
            }
            var problem = problem(field.getValue(), record.values(), path + "." + field.getKey());
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> object(Obj object, Validator.ObjectOf validator, String path) {
        for (var declared : validator.fields().entrySet()) {
            var value = object.field(declared.getKey());
            if (value.isPresent()) {
                var problem = problem(value.get(), declared.getValue().type(), path + "." + declared.getKey());
                if (problem.isPresent()) {
                    return problem;
                }
            } else if (declared.getValue().presence() == Presence.REQUIRED) {
                return Optional.of("Object is missing the required field `" + declared.getKey()
                        + "`. Consider wrapping the field validator in `v.optional(...)` if this is expected."
                        + objectLines(object, validator, path));
            }
        }
        for (String name : object.fields().keySet()) {
            if (!validator.fields().containsKey(name)) {
                return Optional.of("Object contains extra field `" + name + "` that is not in the validator."
                        + objectLines(object, validator, path));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> mismatch(ConvexValue value, Validator validator, String path) {
        return Optional.of("Value does not match validator." + pathLine(path) + "\nValue: " + ValueText.of(value)
                + "\nValidator: " + validator);
    }

    private static String objectLines(Obj object, Validator validator, String path) {
        return "\n" + pathLine(path) + "\nObject: " + ValueText.of(object) + "\nValidator: " + validator;
    }

    private static String pathLine(String path) {
        return path.isEmpty() ? "" : "\nPath: " + path;
    }
}
