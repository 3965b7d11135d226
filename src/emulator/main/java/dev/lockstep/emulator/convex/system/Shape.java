package dev.lockstep.emulator.convex.system;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bool;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.CommitTime;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Null;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.emulator.convex.schema.TableNames;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the values that were seen have in common, as Convex's dashboard reads it. Used by one thread. */
final class Shape {

    /** More names than this are data, not fields. */
    private static final int MOST_FIELDS = 100;

    private final TableNames tables;
    private final TreeSet<String> simple = new TreeSet<>();
    private final TreeSet<String> ids = new TreeSet<>();
    private final Map<String, Shape> fields = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int objects;
    private boolean isFloat;
    private boolean isSpecialFloat;
    private @Nullable Shape items;

    /** @param tables tells ids from other texts */
    Shape(TableNames tables) {
        this.tables = tables;
    }

    void add(ConvexValue value) {
        switch (value) {
            case Null none -> simple.add("Null");
            case Bool bool -> simple.add("Boolean");
            case Int64 number -> simple.add("Int64");
            case CommitTime time -> simple.add("Int64");
            case Bytes bytes -> simple.add("Bytes");
            case Text(String text) -> tables.tableOf(text).ifPresentOrElse(ids::add, () -> simple.add("String"));
            case Float64(double number) -> {
                isFloat = true;
                isSpecialFloat |= Double.isNaN(number) || Double.isInfinite(number) || (number == 0 && 1 / number < 0);
            }
            case Array(var list) -> {
                if (items == null) {
                    items = new Shape(tables);
                }
                list.forEach(items::add);
            }
            case Obj(var own) -> {
                objects++;
                own.forEach((name, field) -> {
                    fields.computeIfAbsent(name, first -> new Shape(tables)).add(field);
                    counts.merge(name, 1, Integer::sum);
                });
            }
        }
    }

    /** {@code {type, …}}; {@code Never} of no value, {@code Union} of different kinds. */
    ObjectNode json() {
        List<ObjectNode> kinds = kinds();
        if (kinds.size() == 1) {
            return kinds.getFirst();
        }
        if (kinds.isEmpty()) {
            return type("Never");
        }
        ObjectNode union = type("Union");
        union.putArray("shapes").addAll(kinds);
        return union;
    }

    private List<ObjectNode> kinds() {
        var kinds = new ArrayList<ObjectNode>();
        simple.forEach(name -> kinds.add(type(name)));
        if (isFloat) {
            ObjectNode number = type("Float64");
            number.putObject("float64Range").put("hasSpecialValues", isSpecialFloat);
            kinds.add(number);
        }
        ids.forEach(table -> kinds.add(type("Id").put("tableName", table)));
        if (items != null) {
            ObjectNode array = type("Array");
            array.set("shape", items.json());
            kinds.add(array);
        }
        if (objects > 0) {
            kinds.add(fields.size() > MOST_FIELDS ? record() : object());
        }
        return kinds;
    }

    private ObjectNode object() {
        ObjectNode object = type("Object");
        var list = object.putArray("fields");
        fields.forEach((name, shape) -> list.addObject()
                .put("fieldName", name)
                .put("optional", counts.getOrDefault(name, 0) < objects)
                .set("shape", shape.json()));
        return object;
    }

    private ObjectNode record() {
        ObjectNode record = type("Record");
        record.set("keyShape", type("String"));
        ObjectNode value = record.putObject("valueShape").put("optional", false);
        List<ObjectNode> kinds =
                fields.values().stream().map(Shape::json).distinct().toList();
        if (kinds.size() == 1) {
            value.set("shape", kinds.getFirst());
        } else {
            ObjectNode union = type("Union");
            union.putArray("shapes").addAll(kinds);
            value.set("shape", union);
        }
        return record;
    }

    private static ObjectNode type(String name) {
        return WireJson.object().put("type", name);
    }
}
