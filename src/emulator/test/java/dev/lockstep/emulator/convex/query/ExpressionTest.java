package dev.lockstep.emulator.convex.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private static final Obj DOCUMENT = (Obj) WireJson.value(WireJson.parse("""
            {"n":2,"text":"b","nested":{"deep":true},"big":{"$integer":"BQAAAAAAAAA="},"nothing":null}"""));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"$eq\":[{\"$field\":\"n\"},{\"$literal\":2}]}; true",
                "{\"$neq\":[{\"$field\":\"n\"},{\"$literal\":2}]}; false",
                "{\"$gt\":[{\"$field\":\"n\"},{\"$literal\":1}]}; true",
                "{\"$lte\":[{\"$field\":\"text\"},{\"$literal\":\"a\"}]}; false",
                "{\"$eq\":[{\"$field\":\"nested.deep\"},true]}; true",
                "{\"$eq\":[{\"$field\":\"missing\"},{\"$undefined\":null}]}; true",
                "{\"$eq\":[{\"$field\":\"missing\"},null]}; false",
                "{\"$eq\":[{\"$field\":\"nothing\"},null]}; true",
                "{\"$lt\":[{\"$field\":\"missing\"},{\"$literal\":null}]}; true",
                "{\"$lt\":[{\"$field\":\"big\"},{\"$literal\":-1e300}]}; true",
                "{\"$eq\":[{\"$add\":[{\"$field\":\"n\"},3]},5]}; true",
                "{\"$eq\":[{\"$mod\":[{\"$field\":\"n\"},2]},0]}; true",
                "{\"$eq\":[{\"$neg\":{\"$field\":\"n\"}},-2]}; true",
                "{\"$and\":[{\"$field\":\"n\"},{\"$field\":\"missing\"}]}; false",
                "{\"$or\":[{\"$field\":\"n\"},{\"$field\":\"missing\"}]}; true",
                "{\"$not\":{\"$field\":\"missing\"}}; true",
            })
    void decidesAsTheQueryLanguageSays(String expression, boolean expected) {
        assertThat(Expression.of(WireJson.parse(expression)).holds(DOCUMENT)).isEqualTo(expected);
    }

    @Test
    void refusesArithmeticOnDifferentKinds() {
        var expression = Expression.of(WireJson.parse("{\"$add\":[{\"$field\":\"n\"},{\"$field\":\"big\"}]}"));

        assertThatThrownBy(() -> expression.holds(DOCUMENT)).isInstanceOf(FunctionError.class);
    }

    @Test
    void refusesAnOperatorThatDoesNotExist() {
        assertThatThrownBy(() -> Expression.of(WireJson.parse("{\"$like\":[1,2]}")))
                .isInstanceOf(FunctionError.class)
                .hasMessageContaining("$like");
    }
}
