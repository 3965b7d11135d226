package dev.lockstep.emulator.convex.query;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Bool;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Null;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A filter expression over one document. Its value may be undefined, which is {@code null} here. Pure. */
public sealed interface Expression {

    enum Comparison {
        EQ,
        NEQ,
        LT,
        LTE,
        GT,
        GTE
    }

    enum Arithmetic {
        ADD,
        SUB,
        MUL,
        DIV,
        MOD
    }

    record Field(String path) implements Expression {}

    record Literal(@Nullable ConvexValue value) implements Expression {}

    record Compare(Comparison comparison, Expression left, Expression right) implements Expression {}

    record Compute(Arithmetic arithmetic, Expression left, Expression right) implements Expression {}

    record Negate(Expression operand) implements Expression {}

    record And(List<Expression> operands) implements Expression {}

    record Or(List<Expression> operands) implements Expression {}

    record Not(Expression operand) implements Expression {}

    /** @throws FunctionError for an operator that is not one of the protocol's */
    static Expression of(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            return new Literal(IndexRange.valueOrUndefined(node));
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        JsonNode operand = only.getValue();
        return switch (only.getKey()) {
            case "$field" -> new Field(operand.asString());
            case "$undefined", "$integer", "$float", "$bytes" -> new Literal(IndexRange.valueOrUndefined(node));
            case "$literal" -> new Literal(IndexRange.valueOrUndefined(operand));
            case "$eq" -> compare(Comparison.EQ, operand);
            case "$neq" -> compare(Comparison.NEQ, operand);
            case "$lt" -> compare(Comparison.LT, operand);
            case "$lte" -> compare(Comparison.LTE, operand);
            case "$gt" -> compare(Comparison.GT, operand);
            case "$gte" -> compare(Comparison.GTE, operand);
            case "$add" -> compute(Arithmetic.ADD, operand);
            case "$sub" -> compute(Arithmetic.SUB, operand);
            case "$mul" -> compute(Arithmetic.MUL, operand);
            case "$div" -> compute(Arithmetic.DIV, operand);
            case "$mod" -> compute(Arithmetic.MOD, operand);
            case "$neg" -> new Negate(of(operand));
            case "$not" -> new Not(of(operand));
            case "$and" -> new And(all(operand));
            case "$or" -> new Or(all(operand));
            default -> {
                if (only.getKey().startsWith("$")) {
                    throw new FunctionError("Unknown filter expression " + only.getKey());
                }
                yield new Literal(WireJson.value(node));
            }
        };
    }

    private static Expression compare(Comparison comparison, JsonNode operands) {
        return new Compare(comparison, of(operands.path(0)), of(operands.path(1)));
    }

    private static Expression compute(Arithmetic arithmetic, JsonNode operands) {
        return new Compute(arithmetic, of(operands.path(0)), of(operands.path(1)));
    }

    private static List<Expression> all(JsonNode operands) {
        var expressions = new ArrayList<Expression>();
        operands.forEach(operand -> expressions.add(of(operand)));
        return expressions;
    }

    /** Whether the value counts as true: not undefined, null, false, zero, NaN or the empty text. */
    default boolean holds(Obj document) {
        return switch (value(document)) {
            case null -> false;
            case Null n -> false;
            case Bool(boolean bool) -> bool;
            case Float64(double number) -> number != 0 && !Double.isNaN(number);
            case Int64(long number) -> number != 0;
            case Text(String text) -> !text.isEmpty();
            case ConvexValue other -> true;
        };
    }

    /** The paths of the fields that it looks at. */
    default Stream<String> fields() {
        return switch (this) {
            case Field(String path) -> Stream.of(path);
            case Literal literal -> Stream.empty();
            case Compare(var comparison, var left, var right) -> Stream.concat(left.fields(), right.fields());
            case Compute(var arithmetic, var left, var right) -> Stream.concat(left.fields(), right.fields());
            case Negate(var operand) -> operand.fields();
            case And(var operands) -> operands.stream().flatMap(Expression::fields);
            case Or(var operands) -> operands.stream().flatMap(Expression::fields);
            case Not(var operand) -> operand.fields();
        };
    }

    default @Nullable ConvexValue value(Obj document) {
        return switch (this) {
            case Field(String path) -> IndexFields.at(document, path);
            case Literal(var literal) -> literal;
            case Compare(var comparison, var left, var right) ->
                ConvexValue.bool(compare(comparison, left.value(document), right.value(document)));
            case Compute(var arithmetic, var left, var right) ->
                compute(arithmetic, left.value(document), right.value(document));
            case Negate(var operand) -> negated(operand.value(document));
            case And(var operands) -> ConvexValue.bool(operands.stream().allMatch(operand -> operand.holds(document)));
            case Or(var operands) -> ConvexValue.bool(operands.stream().anyMatch(operand -> operand.holds(document)));
            case Not(var operand) -> ConvexValue.bool(!operand.holds(document));
        };
    }

    private static ConvexValue negated(@Nullable ConvexValue value) {
        if (value instanceof Float64(double number)) {
            return ConvexValue.number(-number);
        }
        if (value instanceof Int64(long number)) {
            return ConvexValue.int64(-number);
        }
        throw new FunctionError("q.neg needs a number");
    }

    private static boolean compare(Comparison comparison, @Nullable ConvexValue left, @Nullable ConvexValue right) {
        int order = OrderedKey.compare(left, right);
        return switch (comparison) {
            case EQ -> order == 0;
            case NEQ -> order != 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
        };
    }

    private static ConvexValue compute(Arithmetic arithmetic, @Nullable ConvexValue left, @Nullable ConvexValue right) {
        if (left instanceof Float64(double a) && right instanceof Float64(double b)) {
            return ConvexValue.number(
                    switch (arithmetic) {
                        case ADD -> a + b;
                        case SUB -> a - b;
                        case MUL -> a * b;
                        case DIV -> a / b;
                        case MOD -> a % b;
                    });
        }
        if (left instanceof Int64(long a) && right instanceof Int64(long b)) {
            if (b == 0 && (arithmetic == Arithmetic.DIV || arithmetic == Arithmetic.MOD)) {
                throw new FunctionError("Division by zero in a filter");
            }
            return ConvexValue.int64(
                    switch (arithmetic) {
                        case ADD -> a + b;
                        case SUB -> a - b;
                        case MUL -> a * b;
                        case DIV -> a / b;
                        case MOD -> a % b;
                    });
        }
        throw new FunctionError("Arithmetic in a filter needs two numbers of the same kind");
    }
}
