package dev.lockstep.convex.value;

import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bool;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.CommitTime;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Null;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Convex values as trees of JSON, one walk each way. Agrees with {@link ConvexJson} on the text of the tree in what it
 * gives and in what it refuses. Pure and thread-safe.
 */
final class ConvexTree {

    private ConvexTree() {}

    /** @throws ConvexValueException when the node is not a Convex value */
    static ConvexValue read(JsonNode node) {
        try {
            return read(node, 0);
        } catch (StreamConstraintsException e) {
            throw new ConvexValueException("Not JSON: " + e.getOriginalMessage());
        }
    }

    private static ConvexValue read(JsonNode node, int depth) {
        ConvexJson.checkDepth(depth);
        return switch (node) {
            case NullNode none -> ConvexValue.NULL;
            case BooleanNode bool -> ConvexValue.bool(bool.booleanValue());
            case StringNode string -> new Text(text(string));
            case IntNode number -> new Float64(number.intValue());
            case LongNode number -> new Float64((double) number.longValue());
            case DoubleNode number when Double.isFinite(number.doubleValue()) -> new Float64(number.doubleValue());
            case BigIntegerNode number -> new Float64(whole(number));
            case ArrayNode array -> {
                var items = new ArrayList<ConvexValue>(array.size());
                for (JsonNode item : array) {
                    items.add(read(item, depth + 1));
                }
                yield new Array(items);
            }
            case ObjectNode object -> readObject(object, depth);
            // Kinds that no JSON text is read as, and infinities: what they are depends on how they are printed.
            default -> ConvexJson.parse(node.toString());
        };
    }

    private static ConvexValue readObject(ObjectNode object, int depth) {
        var fields = new OwnFields();
        String reserved = null;
        ConvexValue special = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String key = field.getKey();
            ConvexJson.CONSTRAINTS.validateNameLength(key.length());
            if (reserved != null) {
                throw ConvexJson.reserved(reserved);
            }
            if (key.startsWith("$")) {
                special = special(key, field.getValue());
                if (!fields.isEmpty()) {
                    throw ConvexJson.reserved(key);
                }
                reserved = key;
            } else {
                ConvexJson.checkKey(key);
                fields.put(key, read(field.getValue(), depth + 1));
            }
        }
        return special == null ? new Obj(fields) : special;
    }

    private static ConvexValue special(String key, JsonNode node) {
        if (key.equals(ConvexJson.COMMIT_TIME) && node instanceof NullNode) {
            return ConvexValue.COMMIT_TIME;
        }
        if (node instanceof StringNode string) {
            return ConvexJson.special(key, text(string));
        }
        throw ConvexJson.reserved(key);
    }

    private static String text(StringNode node) {
        String text = node.stringValue();
        ConvexJson.CONSTRAINTS.validateStringLength(text.length());
        return text;
    }

    private static double whole(BigIntegerNode node) {
        double number = node.bigIntegerValue().doubleValue();
        if (Double.isInfinite(number)) {
            throw new ConvexValueException("The number " + node.bigIntegerValue() + " does not fit a float64");
        }
        return number;
    }

    static JsonNode node(ConvexValue value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Null() -> nodes.nullNode();
            case Bool(boolean bool) -> nodes.booleanNode(bool);
            case Int64(long number) -> nodes.objectNode().put("$integer", ConvexJson.base64(number));
            case Float64(double number) -> node(number);
            case Text(String text) -> nodes.stringNode(text);
            case CommitTime() -> nodes.objectNode().putNull(ConvexJson.COMMIT_TIME);
            case Bytes(byte[] bytes) ->
                nodes.objectNode().put("$bytes", Base64.getEncoder().encodeToString(bytes));
            case Array(var items) -> {
                ArrayNode array = nodes.arrayNode(items.size());
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            case Obj(var fields) -> {
                ObjectNode object = nodes.objectNode();
                fields.forEach((key, field) -> object.set(key, node(field)));
                yield object;
            }
        };
    }

    private static JsonNode node(double number) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (ConvexJson.isSpecial(number)) {
            return nodes.objectNode().put("$float", ConvexJson.base64(Double.doubleToLongBits(number)));
        }
        if (!ConvexJson.isWhole(number)) {
            return nodes.numberNode(number);
        }
        long whole = (long) number;
        return whole == (int) whole ? nodes.numberNode((int) whole) : nodes.numberNode(whole);
    }
}
